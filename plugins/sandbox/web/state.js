// What the page knows: who I am, my chats, and the messages of those that were opened.

import { knowNames } from "./dom.js";
import { ask, windowAs } from "./link.js";

export const state = {
  me: null,
  bot: null,
  players: [],
  accounts: [],
  chats: new Map(),
  messages: new Map(),
  members: new Map(),
  more: new Map(),
  drafts: new Map(),
  open: null,
};

const watchers = new Set();

export function watch(call) {
  watchers.add(call);
}

function tell(what, details = {}) {
  for (const call of watchers) call(what, details);
}

export const current = () => state.chats.get(state.open) ?? null;
export const player = () => state.players.find((one) => one.id === state.me?.id) ?? null;
export const botChat = () => [...state.chats.values()].find((chat) => chat.kind === "private" && chat.bot) ?? null;

export function welcome(data) {
  knowNames(data.accounts);
  Object.assign(state, { bot: data.bot, players: data.players, accounts: data.accounts });
}

export async function become(account, keep = false) {
  const data = await ask("be", { account });
  const chosen = keep ? state.open : null;
  state.me = data.me;
  state.chats = new Map(data.chats.map((chat) => [chat.key, chat]));
  for (const store of [state.messages, state.members, state.more]) store.clear();
  if (!keep) state.drafts.clear();
  state.open = null;
  history.replaceState(history.state, "", windowAs(account));
  tell("me");
  if (chosen && state.chats.has(chosen)) await open(chosen);
}

export async function open(key) {
  const asked = state.me?.id;
  const data = await ask("open", { chat: key });
  if (asked !== state.me?.id) return;
  state.open = key;
  state.chats.set(key, { ...data.chat, unread: 0 });
  state.messages.set(key, data.messages);
  state.members.set(key, data.members);
  state.more.set(key, data.more);
  tell("open");
}

export async function older() {
  const key = state.open;
  const shown = state.messages.get(key);
  const data = await ask("open", { chat: key, before: shown[0].seq });
  shown.unshift(...data.messages);
  state.more.set(key, data.more);
  tell("older", { count: data.messages.length });
}

export function close() {
  state.open = null;
  tell("close");
}

// Something happened in the service, as far as I can see it.
export function happen(event) {
  if (event.type === "message") arrive(event);
  else if (event.type === "update") change(event);
  else if (event.type === "chat") {
    const before = state.chats.get(event.chat.key);
    state.chats.set(event.chat.key, { ...event.chat, unread: before?.unread ?? 0 });
    if (event.members) state.members.set(event.chat.key, event.members);
    tell("chats");
    if (event.chat.key === state.open) tell("head");
  } else if (event.type === "gone") {
    state.chats.delete(event.key);
    if (event.key === state.open) close();
    tell("chats");
  } else if (event.type === "note") {
    if (event.chat === state.open) tell("note", { text: event.text });
  } else if (event.type === "bot") {
    state.bot = { ...state.bot, online: event.online };
    tell("bot");
  }
}

function arrive({ chat, message }) {
  state.chats.set(chat.key, { ...chat, unread: state.chats.get(chat.key)?.unread ?? 0 });
  const known = state.chats.get(chat.key);
  state.messages.get(chat.key)?.push(message);
  const reading = chat.key === state.open && document.visibilityState === "visible";
  if (reading) ask("read", { chat: chat.key, seq: message.seq }).catch(() => {});
  else if (message.sender !== state.me.id) known.unread += 1;
  tell("chats");
  if (chat.key === state.open) tell("message", { message });
}

function change({ key, message, last }) {
  const chat = state.chats.get(key);
  if (chat) chat.last = last;
  const shown = state.messages.get(key);
  const index = shown?.findIndex((one) => one.id === message.id) ?? -1;
  if (index >= 0) shown[index] = message;
  tell("chats");
  if (key === state.open) tell("update", { message });
}

document.addEventListener("visibilitychange", () => {
  const chat = current();
  if (document.visibilityState !== "visible" || !chat) return;
  const last = state.messages.get(chat.key)?.at(-1);
  chat.unread = 0;
  if (last) ask("read", { chat: chat.key, seq: last.seq }).catch(() => {});
  tell("chats");
});
