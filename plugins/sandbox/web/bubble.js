// One message as the chat shows it: quote, text, @, pictures, files, reactions.

import { el, face, icon, sizeOf, toast } from "./dom.js";
import { emoji } from "./emoji.js";
import { media } from "./link.js";
import { state } from "./state.js";

const LINK = /https?:\/\/[^\s<>"'，。；、）】]+/gu;

export function messageNode(message, actions) {
  const mine = message.sender === state.me.id;
  if (message.recalled) {
    const who = message.recalled.by === state.me.id ? "你" : message.recalled.name;
    const whose = message.recalled.by === message.sender ? "" : mine ? "你的" : `${message.name}的`;
    return el("div", { class: "note", data: { id: message.id }, text: `${who}撤回了${whose}一条消息` });
  }
  const bot = message.sender === state.bot.id;
  const from = el("span", { class: "from" }, el("span", { text: message.name }), badge(message, bot));
  const picture = el(
    "button",
    { type: "button", "aria-label": `${message.name}:更多`, on: { click: (event) => actions.person(message, event.currentTarget) } },
    face(message.sender, message.name, bot ? "bot" : ""),
  );
  const body = el("div", { class: "body" }, mine ? null : from, bubble(message, actions), reactions(message, actions));
  return el("div", { class: mine ? "message mine" : "message", data: { id: message.id } }, mine ? null : picture, body, mine ? picture : null);
}

function badge(message, bot) {
  if (bot) return el("span", { class: "tag bot", text: "机器人" });
  const roles = { owner: "群主", admin: "管理员" };
  return roles[message.role] ? el("span", { class: "tag", text: roles[message.role] }) : null;
}

function bubble(message, actions) {
  const bare = message.segments.every((one) => ["image", "file"].includes(one.type)) && !message.quoted;
  const open = (event) => actions.menu(message, event.currentTarget);
  const node = el("div", {
    class: bare ? "bubble bare" : "bubble",
    tabindex: "0",
    role: "button",
    "aria-haspopup": "menu",
    on: {
      click: (event) => {
        if (event.target.closest("a, .picture, .filecard") || String(getSelection()).length) return;
        open(event);
      },
      contextmenu: (event) => {
        event.preventDefault();
        open(event);
      },
      keydown: (event) => {
        if (event.target === event.currentTarget && ["Enter", " "].includes(event.key)) {
          event.preventDefault();
          open(event);
        }
      },
    },
  });
  if (message.quoted) node.append(quote(message.quoted.name ? `${message.quoted.name}:${message.quoted.text}` : message.quoted.text));
  for (const segment of message.segments) node.append(...piece(segment));
  return node;
}

const quote = (text) => el("span", { class: "quote" }, el("span", { text }));

function piece(segment) {
  const { type } = segment;
  if (type === "text") return linked(segment.text);
  if (type === "at") {
    const me = segment.account === "all" || segment.account === String(state.me.id);
    return [el("span", { class: me ? "at me" : "at", text: `@${segment.name}` })];
  }
  if (type === "face") return [el("span", { class: "sticker", text: emoji(segment.id) })];
  if (type === "image") return [picture(segment)];
  if (type === "file") return [fileCard(segment)];
  if (type === "forward") return [quote([segment.label, ...segment.lines].join("\n"))];
  return [el("span", { class: "quiet", text: `[${segment.label}]` })];
}

function linked(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    parts.push(text.slice(from, found.index));
    parts.push(el("a", { href: found[0], target: "_blank", rel: "noopener noreferrer", text: found[0] }));
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== "");
}

// A picture much higher than wide (a board of many units) shows its top in the bubble, and is scrolled when enlarged.
const TALL = 1.6;

function picture(segment) {
  const seen = () => image.classList.toggle("tall", image.naturalHeight > TALL * image.naturalWidth);
  const on = { click: () => enlarge(image), load: seen };
  const image = el("img", { class: "picture loading", alt: segment.name || "图片", on });
  media(segment.file)
    .then((address) => {
      image.src = address;
      image.classList.remove("loading");
    })
    .catch((error) => image.replaceWith(el("span", { class: "quiet", text: `[图片${error.message}]` })));
  return image;
}

function enlarge(image) {
  const tall = image.classList.contains("tall");
  const viewer = el(
    "dialog",
    { class: tall ? "viewer tall" : "viewer", "aria-label": "图片", on: { click: () => viewer.close(), close: () => viewer.remove() } },
    el("img", { src: image.src, alt: image.alt }),
  );
  document.body.append(viewer);
  viewer.showModal();
}

function fileCard(segment) {
  const save = async () => {
    try {
      el("a", { href: await media(segment.file), download: segment.name }).click();
    } catch (error) {
      toast(error.message);
    }
  };
  return el(
    "button",
    { type: "button", class: "filecard", "aria-label": `下载 ${segment.name}`, on: { click: save } },
    icon("file"),
    el("b", { text: segment.name }),
    el("span", { class: "quiet", text: sizeOf(segment.size) }),
  );
}

function reactions(message, actions) {
  const rows = message.reactions.filter((one) => one.accounts.length);
  if (!rows.length) return null;
  const node = el("div", { class: "reactions" });
  for (const { emoji: id, accounts, names } of rows) {
    const mine = accounts.includes(state.me.id);
    const label = `${emoji(id)} ${accounts.length} 人:${names.join("、")}`;
    node.append(
      el(
        "button",
        { type: "button", class: "reaction", title: label, "aria-label": label, "aria-pressed": String(mine), on: { click: () => actions.react(message, id, !mine) } },
        el("span", { text: emoji(id) }),
        el("span", { text: accounts.length }),
      ),
    );
  }
  return node;
}
