// What all parts of the page of `launchsim explore` share: its elements, its words, what is moved, numbers for people.
//
// The parts stand one behind the other in one script: page.js, server.js or engine.js, levers.js, seen.js, explore.js.
const at = (id) => document.getElementById(id);
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

let words = {};
let begun = null; // what the page began with
let language = new URLSearchParams(location.search).get("lang") === "zh" ? "zh" : "en";
let changes = new Map(); // key -> what it became
let pinned = []; // what it is held against
const controls = new Map(); // key -> control, in the order they are shown

const say = (name, fill = {}) =>
  Object.entries(fill).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name] ?? name);

// ---- numbers for people

const day = 86_400_000;
const date = (days) => new Date(days * day).toISOString().slice(0, 10);
const number = (value) => new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", { maximumSignificantDigits: 6 }).format(value);
const told = (control, value) =>
  control.told === "date" ? date(value) : number(value) + (control.unit ? " " + control.unit : "");

