// @ in the composer: typing @ offers the people of the group; what was chosen is sent as a real @.

import { el, face } from "./dom.js";
import { state } from "./state.js";

const OFFERED = 8;

export class Mentions {
  constructor(box) {
    this.box = box;
    this.known = new Map();
    this.list = null;
    box.addEventListener("input", () => this.offer());
    box.addEventListener("blur", () => setTimeout(() => this.hide(), 150));
  }

  enter(chat) {
    this.chat = chat;
    this.known.clear();
    this.hide();
  }

  // Puts `@name ` where the cursor is; `typed` characters before it (an @ and a beginning) are replaced.
  add(account, typed = 0) {
    const member = this.members().find((one) => one.id === account.id) ?? account;
    this.known.set(`@${member.name}`, account.id);
    const { selectionStart: at, value } = this.box;
    const word = `@${member.name} `;
    this.box.value = value.slice(0, at - typed) + word + value.slice(at);
    this.box.setSelectionRange(at - typed + word.length, at - typed + word.length);
    this.hide();
  }

  members() {
    return state.members.get(this.chat?.key) ?? [];
  }

  // The text with each chosen @ as a segment of its own.
  segments(text) {
    const words = [...this.known.keys()].sort((one, other) => other.length - one.length);
    const parts = [];
    let rest = text;
    while (rest) {
      const places = words.map((word) => [rest.indexOf(word), word]).filter(([index]) => index >= 0);
      if (!places.length) break;
      const [index, word] = places.sort((one, other) => one[0] - other[0])[0];
      if (index) parts.push({ type: "text", text: rest.slice(0, index) });
      parts.push({ type: "at", account: String(this.known.get(word)) });
      rest = rest.slice(index + word.length);
    }
    if (rest) parts.push({ type: "text", text: rest });
    return parts;
  }

  offer() {
    this.hide();
    if (this.chat?.kind !== "group") return;
    const typed = /@([^@\s]{0,12})$/u.exec(this.box.value.slice(0, this.box.selectionStart));
    if (!typed) return;
    const people = this.members().filter((one) => one.id !== state.me.id && one.name.includes(typed[1]));
    people.sort((one, other) => (other.id === state.bot.id) - (one.id === state.bot.id));
    if (!people.length) return;
    this.show(people.slice(0, OFFERED), typed[0].length);
  }

  show(people, typed) {
    this.rows = people.map((one, index) =>
      el(
        "button",
        {
          type: "button",
          class: "item",
          role: "option",
          tabindex: "-1",
          "aria-selected": String(index === 0),
          on: { pointerdown: (event) => (event.preventDefault(), this.add(one, typed), this.box.dispatchEvent(new Event("input"))) },
        },
        face(one.id, one.name, one.id === state.bot.id ? "small bot" : "small"),
        one.name,
      ),
    );
    this.take = () => this.add(people[this.chosen], typed);
    this.chosen = 0;
    this.list = el("div", { class: "menu mentions", role: "listbox", "aria-label": "@谁" }, ...this.rows);
    document.body.append(this.list);
    const at = this.box.getBoundingClientRect();
    this.list.style.left = `${Math.max(8, at.left)}px`;
    this.list.style.top = `${Math.max(8, at.top - this.list.offsetHeight - 6)}px`;
  }

  hide() {
    this.list?.remove();
    this.list = null;
  }

  // True when the key was for the list.
  key(event) {
    if (!this.list) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.rows[this.chosen].setAttribute("aria-selected", "false");
      this.chosen = (this.chosen + step + this.rows.length) % this.rows.length;
      this.rows[this.chosen].setAttribute("aria-selected", "true");
    } else if (["Enter", "Tab"].includes(event.key) && !event.isComposing) {
      this.take();
    } else if (event.key === "Escape") {
      this.hide();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }
}
