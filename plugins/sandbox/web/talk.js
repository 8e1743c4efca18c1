// The right side: the open conversation, its hints and its composer.

import { messageNode } from "./bubble.js";
import { Composer } from "./composer.js";
import { clock, el, face, groupFace, tool } from "./dom.js";
import { hintStrip } from "./hints.js";
import { current, state } from "./state.js";

const GAP = 5 * 60 * 1000;
const box = document.getElementById("talk");
export const composer = new Composer();

let log = null;
let actions = null;
let before = 0;
let following = true;

export function prepare(given) {
  actions = given;
}

export function drawNothing() {
  resized.disconnect();
  log = null;
  const text = state.me ? "选左边的一个会话" : "先选一个人来扮演";
  box.replaceChildren(el("div", { class: "log" }, el("p", { class: "empty", text })));
}

export function drawTalk() {
  const chat = current();
  log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": `${chat.title}的消息`, tabindex: "0" });
  log.addEventListener("scroll", () => (following = atEnd()), { passive: true });
  log.addEventListener("load", () => following && requestAnimationFrame(toEnd), true); // once the picture has its size
  resized.disconnect();
  resized.observe(log);
  box.replaceChildren(head(chat), ...hintStrip(actions.fill), log, composer.node);
  drawMessages();
  composer.enter(chat);
  toEnd();
}

export function redrawHead() {
  box.querySelector(".talk-head")?.replaceWith(head(current()));
}

export function redrawHints() {
  box.querySelector(".hints")?.remove();
  log?.before(...hintStrip(actions.fill));
}

function head(chat) {
  const group = chat.kind === "group";
  const friend = group || chat.friend;
  const detail = group ? `${chat.size} 人` : chat.bot ? (friend ? "私聊机器人:命令不用加 /" : "还不是好友:群临时会话,可能收不到") : "私聊";
  return el(
    "header",
    { class: "talk-head" },
    el("span", { class: "back-slot" }, backButton()),
    group ? groupFace(chat) : face(chat.other, chat.title, chat.bot ? "bot" : ""),
    el("div", { class: "name" }, el("h1", { text: chat.title }), el("span", { class: "quiet", text: detail })),
    friend ? null : tool("person", "加为好友", () => actions.befriend(chat), "加好友"),
    group ? tool("people", "群成员", actions.members) : null,
  );
}

function backButton() {
  const button = tool("back", "回到会话列表", () => actions.back());
  button.classList.add("back");
  return button;
}

function drawMessages() {
  const chat = current();
  before = 0;
  log.replaceChildren();
  if (state.more.get(chat.key)) log.append(el("button", { type: "button", class: "older", text: "更早的消息", on: { click: actions.older } }));
  const messages = state.messages.get(chat.key);
  for (const message of messages) append(message);
  if (!messages.length) log.append(el("p", { class: "empty", text: "还没有消息。说点什么吧" }));
}

export function drawOlder() {
  const height = log.scrollHeight;
  drawMessages();
  log.scrollTop = log.scrollHeight - height;
}

function append(message) {
  const time = Date.parse(message.time);
  if (Math.abs(time - before) > GAP) log.append(el("div", { class: "stamp", text: clock(message.time) }));
  before = time;
  log.append(messageNode(message, actions));
}

export function addMessage(message) {
  const follow = following || message.sender === state.me.id;
  log.querySelector(".empty")?.remove();
  append(message);
  if (follow) toEnd();
}

export function changeMessage(message) {
  const node = log.querySelector(`[data-id="${message.id}"]`);
  const inside = node?.contains(document.activeElement);
  const fresh = messageNode(message, actions);
  node?.replaceWith(fresh);
  if (inside) fresh.querySelector(".bubble")?.focus({ focusVisible: false });
  if (following) toEnd();
}

export function addNote(text) {
  log.append(el("div", { class: "note", text }));
  if (following) toEnd();
}

const atEnd = () => !log || log.scrollHeight - log.scrollTop - log.clientHeight < 80;

function toEnd() {
  if (!log) return;
  log.scrollTop = log.scrollHeight;
  following = true;
}

const resized = new ResizeObserver(() => following && toEnd());
