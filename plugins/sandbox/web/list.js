// The left side: who I am, and my conversations, the newest first.

import { clock, el, face, groupFace } from "./dom.js";
import { player, state } from "./state.js";

const box = document.getElementById("chats");
const filter = document.getElementById("filter");
const whoami = document.getElementById("whoami");

export function drawMe(choose) {
  whoami.onclick = choose;
  const { me } = state;
  const role = player()?.role;
  whoami.setAttribute("aria-label", me ? `现在是${me.name}${role ? `(${role})` : ""},点这里换人` : "选择我是谁");
  whoami.replaceChildren(
    me ? face(me.id, me.name) : el("span", { class: "face", text: "?" }),
    el(
      "span",
      { class: "who" },
      el("b", { text: me ? me.name : "我是谁?" }),
      el("span", { class: "quiet", text: me ? role ?? me.where : "先选一个人来扮演" }),
    ),
    el("span", { class: "switch", text: "换人" }),
  );
}

export function drawList(openChat) {
  filter.oninput = () => drawList(openChat);
  const wanted = filter.value.trim();
  const rows = [...state.chats.values()].filter((chat) => chat.title.includes(wanted));
  const pinned = rows.filter((chat) => chat.bot && chat.kind === "private");
  const others = rows.filter((chat) => !pinned.includes(chat)).sort(newest);
  const focused = document.activeElement?.dataset?.key;
  box.replaceChildren(...[...pinned, ...others].map((chat) => el("li", {}, row(chat, openChat))));
  if (state.me && !rows.length) box.append(el("li", { class: "divide", text: wanted ? "没有这样的会话" : "还没有会话" }));
  if (focused) box.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  const total = [...state.chats.values()].reduce((sum, chat) => sum + (chat.unread ?? 0), 0);
  document.title = `${total ? `(${total}) ` : ""}同心 · 模拟群聊`;
}

function newest(one, other) {
  const times = [one, other].map((chat) => (chat.last ? Date.parse(chat.last.time) : 0));
  return times[1] - times[0] || one.title.localeCompare(other.title, "zh-CN");
}

function row(chat, openChat) {
  const last = chat.last;
  const line = last ? `${chat.kind === "group" && last.name ? `${last.name}:` : ""}${last.text}` : "还没有消息";
  return el(
    "button",
    {
      type: "button",
      class: "chat",
      data: { key: chat.key },
      "aria-current": chat.key === state.open ? "true" : "false",
      on: { click: () => openChat(chat.key) },
    },
    chat.kind === "group" ? groupFace(chat) : face(chat.other, chat.title, chat.bot ? "bot" : ""),
    el(
      "span",
      { class: "title" },
      el("b", { text: chat.title }),
      chat.tag ? el("span", { class: `tag ${chat.bot ? "bot" : chat.tag === "工作群" ? "work" : ""}`, text: chat.tag }) : null,
    ),
    el("time", last ? { datetime: last.time, text: clock(last.time) } : {}),
    el("span", { class: "line", text: line }),
    chat.unread
      ? el("span", { class: "unread", "aria-label": `${chat.unread} 条未读`, text: chat.unread > 99 ? "99+" : chat.unread })
      : el("span", {}),
  );
}
