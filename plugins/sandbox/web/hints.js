// The strip above a conversation that says what to type in the role I play. It can be put away.

import { el, tool } from "./dom.js";
import { botChat, current, player, state } from "./state.js";

const AWAY = "sandbox-hints-away";

export const hintsAway = () => localStorage.getItem(AWAY) === "yes";

// `fill(chat key, text)` goes to the chat and puts the text into the composer.
export function hintStrip(fill) {
  const role = player();
  if (hintsAway() || !role) return [];
  const chips = role.tries
    .map((one) => ({ ...one, key: one.chat === "bot" ? botChat()?.key : one.chat }))
    .filter((one) => state.chats.has(one.key))
    .map((one) =>
      el("button", { type: "button", class: "chip", title: one.text, text: one.label, on: { click: () => fill(one.key, one.text) } }),
    );
  const strip = el(
    "section",
    { class: "hints", "aria-label": "提示" },
    el("div", { class: "say" }, el("b", { text: `你是${role.role}${role.name}。` }), role.about, el("div", { class: "chips" }, ...chips)),
    tool("close", "收起提示", () => {
      localStorage.setItem(AWAY, "yes");
      strip.remove();
    }),
  );
  return current() ? [strip] : [];
}

export function bringBack() {
  localStorage.removeItem(AWAY);
}
