// Small helpers for building the page. What users wrote only ever becomes text nodes.

export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name === "on") for (const [event, call] of Object.entries(value)) node.addEventListener(event, call);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (value === true) node.setAttribute(name, "");
    else node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const ICONS = {
  back: "M15 5l-7 7 7 7",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zm0-4v5.2a2.8 2.8 0 0 0 5 1.6A9.3 9.3 0 1 0 17.5 19",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.2h.01",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  people: "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11zM3 19c0-3.2 2.7-5 6-5s6 1.8 6 5M16 5.2a3 3 0 0 1 0 5.4M17.5 14.3c2.1.6 3.5 2.2 3.5 4.7",
  close: "M6 6l12 12M18 6L6 18",
  quote: "M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  forward: "M15 7l5 5-5 5M20 12H10a6 6 0 0 0-6 6",
  undo: "M5 5v5h5M5.5 10A7.5 7.5 0 1 1 5 14",
  window: "M9 5H5v14h14v-4M13 5h6v6M19 5l-8 8",
  talk: "M4 5h16v11H10l-4 4v-4H4z",
  person: "M12 11.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM5 20c0-3.6 3-5.6 7-5.6s7 2 7 5.6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function tool(name, label, call, text = "") {
  return el(
    "button",
    { type: "button", class: text ? "tool text" : "tool", "aria-label": label, title: label, on: { click: call } },
    icon(name),
    text || null,
  );
}

const tone = (id) => Math.imul(Number(id), 2654435761) >>> 29;

const known = new Map();

// From now on faces show these people's own names, whatever their cards say.
export function knowNames(accounts) {
  for (const { id, name } of accounts) known.set(id, name);
}

// A round face with the last two characters of the name; the colour follows the number.
export function face(id, name, kind = "") {
  const letters = Array.from((known.get(id) ?? name).replace(/[((【].*$/u, "").replace(/[\s\-·/]/gu, "")).slice(-2).join("") || "?";
  return el("span", { class: `face ${kind} tone-${tone(id)}`, "aria-hidden": "true", text: letters });
}

export const groupFace = (chat) =>
  el("span", {
    class: `face group tone-${tone(chat.key.split(":")[1])}`,
    "aria-hidden": "true",
    text: Array.from(chat.title)[0] ?? "群",
  });

export function clock(iso) {
  const time = new Date(iso);
  const hours = `${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`;
  if (time.toDateString() === new Date().toDateString()) return hours;
  return `${time.getMonth() + 1}月${time.getDate()}日 ${hours}`;
}

export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

let hiding = 0;

export function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (box.hidden = true), 3200);
}

export function banner(text) {
  const box = document.getElementById("banner");
  box.textContent = text;
  box.hidden = !text;
}

export const narrow = () => window.matchMedia("(max-width: 720px)").matches;
