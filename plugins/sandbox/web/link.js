// The live connection: one WebSocket, reconnected by itself, its first message carries the launch token.

const fragment = new URLSearchParams(location.hash.slice(1));
const token = fragment.get("token") ?? "";
export const startsAs = Number(fragment.get("as")) || null;

const waiting = new Map();
let socket = null;
let tag = 0;
let pause = 500;
let handlers = { event: () => {}, up: () => {}, down: () => {} };

export function connect(given) {
  handlers = given;
  dial();
}

function dial() {
  socket = new WebSocket(`ws://${location.host}/sandbox/ws`);
  socket.addEventListener("open", () => socket.send(JSON.stringify({ do: "hello", token })));
  socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  socket.addEventListener("close", (event) => {
    for (const { reject } of waiting.values()) reject(new Error("连接断了,请稍后再试"));
    waiting.clear();
    handlers.down(event.code === 4401);
    if (event.code === 4401) return;
    setTimeout(dial, pause);
    pause = Math.min(pause * 2, 5000);
  });
}

function receive(data) {
  if (data.type === "welcome") {
    pause = 500;
    handlers.up(data);
  } else if (data.type === "result") {
    const { resolve, reject } = waiting.get(data.tag) ?? {};
    waiting.delete(data.tag);
    if (data.ok) resolve?.(data);
    else reject?.(new Error(data.error));
  } else {
    handlers.event(data);
  }
}

// Asks the service to do something. Rejects with a Chinese reason when it does not.
export function ask(what, details = {}) {
  return new Promise((resolve, reject) => {
    if (socket?.readyState !== WebSocket.OPEN) {
      reject(new Error("还没连上,请稍后再试"));
      return;
    }
    tag += 1;
    waiting.set(tag, { resolve, reject });
    socket.send(JSON.stringify({ ...details, do: what, tag }));
  });
}

const headers = { "X-Sandbox-Token": token };

export async function upload(account, file) {
  const query = new URLSearchParams({ as: String(account), name: file.name || "图片.png" });
  const response = await fetch(`/sandbox/files?${query}`, { method: "POST", headers, body: file });
  if (response.status === 413) throw new Error("文件太大:最多 10 MB");
  if (!response.ok) throw new Error("没传上去");
  return response.json();
}

const blobs = new Map();

// The address of a stored file for this page only. Rejects when it is gone.
export function media(id) {
  if (!blobs.has(id)) {
    const load = fetch(`/sandbox/media?${new URLSearchParams({ id })}`, { headers }).then(async (response) => {
      if (!response.ok) throw new Error(response.status === 410 ? "已过期" : "打不开");
      return URL.createObjectURL(await response.blob());
    });
    load.catch(() => blobs.delete(id));
    blobs.set(id, load);
  }
  return blobs.get(id);
}

export function windowAs(account) {
  return `${location.pathname}#${new URLSearchParams({ token, as: String(account) })}`;
}
