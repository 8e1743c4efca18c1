// Wires the parts together: the connection, the list, the conversation and what can be done in it.

import { banner, narrow, toast } from "./dom.js";
import { OFFERED } from "./emoji.js";
import { bringBack } from "./hints.js";
import { ask, connect, startsAs } from "./link.js";
import { drawList, drawMe } from "./list.js";
import { closeMenu, openMenu } from "./menu.js";
import { chooseChat, choosePerson, showMembers } from "./people.js";
import * as store from "./state.js";
import * as talk from "./talk.js";

const { state } = store;
const app = document.getElementById("app");
const complain = (error) => toast(error.message);

async function openChat(key) {
  try {
    await store.open(key);
  } catch (error) {
    complain(error);
  }
}

function showListView() {
  app.dataset.view = "list";
  if (narrow()) store.close();
}

function switchPerson() {
  choosePerson((account) => {
    bringBack();
    showListView();
    store.become(account).then(openFirst).catch(complain);
  });
}

// On a wide screen something is always open: the first place of the role's hints, else the first group.
async function openFirst() {
  if (narrow() || state.open) return;
  const wanted = store.player()?.tries[0]?.chat;
  const chat = state.chats.get(wanted) ?? [...state.chats.values()].find((one) => one.kind === "group") ?? store.botChat();
  if (chat) await openChat(chat.key);
}

async function privately(account) {
  const chat = store.current();
  const via = chat?.kind === "group" ? chat.key : undefined;
  try {
    const { key } = await ask("private", { account, via });
    await openChat(key);
  } catch (error) {
    complain(error);
  }
}

function personMenu(account, name, anchor, done = () => {}) {
  const chat = store.current();
  const items = [];
  const then = (call) => () => (done(), call());
  if (chat.kind === "group") items.push({ icon: "at", text: `@${name}`, call: then(() => talk.composer.mention({ id: account, name })) });
  if (account !== state.me.id && chat.kind === "group") items.push({ icon: "talk", text: "私聊", call: then(() => privately(account)) });
  if (account !== state.bot.id && account !== state.me.id)
    items.push({ icon: "person", text: "扮演这个人", call: then(() => store.become(account, true).then(openFirst).catch(complain)) });
  if (items.length) openMenu(anchor, items);
}

const actions = {
  back: () => history.back(),
  older: () => store.older().catch(complain),
  react: (message, emoji, added) => ask("react", { id: message.id, emoji, added }).catch(complain),
  befriend: (chat) => ask("befriend", { account: chat.other }).then(() => toast("已发出好友申请")).catch(complain),
  person: (message, anchor) => personMenu(message.sender, message.name, anchor),
  members: () =>
    showMembers((one, anchor, dialog) => {
      dialog.close();
      personMenu(one.id, one.name, document.querySelector(".talk-head .tool:last-child"));
    }),
  menu(message, anchor) {
    const group = store.current().kind === "group";
    const items = [
      { icon: "quote", text: "引用", call: () => talk.composer.quote(message) },
      { icon: "forward", text: "转发", call: () => forward(message) },
      { icon: "copy", text: "复制", call: () => copy(message) },
    ];
    if (message.sender === state.me.id || store.current().power)
      items.push({ icon: "undo", text: "撤回", warn: true, call: () => ask("recall", { id: message.id }).catch(complain) });
    const reactions = group ? OFFERED.map((id) => ({ id, call: () => actions.react(message, id, true) })) : [];
    openMenu(anchor, items, reactions);
  },
  async fill(key, text) {
    if (state.open !== key) await openChat(key);
    talk.composer.fill(text);
  },
};

function forward(message) {
  chooseChat("转发到", (chat) =>
    ask("forward", { id: message.id, to: chat.key, via: chat.via })
      .then(() => toast(`已转发到 ${chat.title}`))
      .catch(complain),
  );
}

async function copy(message) {
  try {
    await navigator.clipboard.writeText(message.summary);
    toast("已复制");
  } catch {
    toast("浏览器不让复制");
  }
}

const draw = {
  me() {
    drawMe(switchPerson);
    drawList(openChat);
    talk.drawNothing();
  },
  open() {
    if (narrow() && app.dataset.view !== "talk") history.pushState({ view: "talk" }, "", location.href);
    app.dataset.view = "talk";
    drawList(openChat);
    talk.drawTalk();
  },
  close() {
    drawList(openChat);
    talk.drawNothing();
  },
  chats: () => drawList(openChat),
  head: () => talk.redrawHead(),
  older: () => talk.drawOlder(),
  message: ({ message }) => talk.addMessage(message),
  update: ({ message }) => talk.changeMessage(message),
  note: ({ text }) => talk.addNote(text),
  bot: () => banner(state.bot.online ? "" : "机器人不在线,正在启动或掉线了"),
};

store.watch((what, details) => {
  if (["me", "open", "close"].includes(what)) closeMenu();
  draw[what](details);
});

talk.prepare(actions);
drawMe(() => {});
talk.drawNothing();
window.addEventListener("popstate", showListView);

connect({
  event: store.happen,
  up(data) {
    store.welcome(data);
    draw.bot();
    drawMe(switchPerson);
    const account = state.me?.id ?? startsAs;
    if (account && state.accounts.some((one) => one.id === account)) store.become(account, true).then(openFirst).catch(complain);
    else switchPerson();
  },
  down: (refused) => banner(refused ? "口令不对:请用终端里打印的完整地址打开" : "连接断了,正在重连…"),
});
