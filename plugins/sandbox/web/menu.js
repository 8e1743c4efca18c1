// A small menu beside whatever was tapped: reactions in a row, then items. Esc and a tap outside close it.

import { el, icon } from "./dom.js";
import { emoji } from "./emoji.js";

let shut = null;

export function closeMenu() {
  shut?.();
}

// `items`: [{icon, text, call, warn}]; `reactions`: [{id, call}].
export function openMenu(anchor, items, reactions = []) {
  closeMenu();
  const node = el("div", { class: "menu", role: "menu" });
  const chosen = (call) => () => {
    closeMenu();
    call();
  };
  if (reactions.length) {
    node.append(
      el(
        "div",
        { class: "row" },
        ...reactions.map(({ id, call }) =>
          el("button", { type: "button", role: "menuitem", class: "emoji", "aria-label": `贴表情 ${emoji(id)}`, text: emoji(id), on: { click: chosen(call) } }),
        ),
      ),
    );
  }
  for (const item of items) {
    node.append(
      el("button", { type: "button", role: "menuitem", class: item.warn ? "item warn" : "item", on: { click: chosen(item.call) } }, icon(item.icon), item.text),
    );
  }
  show(node, anchor);
  node.querySelector("button")?.focus({ preventScroll: true, focusVisible: false });
}

function show(node, anchor) {
  document.body.append(node);
  const at = anchor.getBoundingClientRect();
  const width = node.offsetWidth;
  const height = node.offsetHeight;
  const fits = innerHeight - at.bottom > height + 12;
  const top = fits ? at.bottom + 6 : at.top - height - 6;
  node.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  node.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;

  const outside = (event) => {
    if (!node.contains(event.target)) closeMenu();
  };
  const keys = (event) => {
    const buttons = [...node.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      closeMenu();
      anchor.focus?.();
    } else if (step) {
      event.preventDefault();
      const index = buttons.indexOf(document.activeElement);
      buttons[(index + step + buttons.length) % buttons.length].focus();
    }
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", keys, true);
  window.addEventListener("resize", closeMenu);
  shut = () => {
    shut = null;
    node.remove();
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", keys, true);
    window.removeEventListener("resize", closeMenu);
  };
}
