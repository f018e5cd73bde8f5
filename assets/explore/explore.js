// The state of the page, when it is asked for, and how it is kept.
const REFINE = 350; // milliseconds without a movement before all launches are simulated
const SOON = 250; // milliseconds in which pictures follow the hand, if need be with fewer launches
const FEWEST = 128; // launches at least
const MOST_STEPS = 500; // steps back that are kept
const steps = []; // states before this one

// ---- what is moved

const list = (map) => [...map].map(([key, to]) => ({ key, ...to }));
const state = () => ({ changes: list(changes), pinned });
const known = JSON.stringify;

const remember = (before) => {
  steps.push(before);
  if (steps.length > MOST_STEPS) steps.shift();
};

const restore = (kept) => {
  changes = new Map(kept.changes.map(({ key, ...to }) => [key, to]));
  pinned = kept.pinned;
  for (const key of levers.keys()) show(key);
  settled();
};

const toLink = () => {
  const keys = [...controls.keys()].filter((key) => !begun.controls.some((control) => control.key === key));
  const whole = { ...state(), keys };
  const empty = !whole.changes.length && !whole.pinned.length && !keys.length;
  history.replaceState(null, "", location.pathname + location.search + (empty ? "" : "#" + encodeURIComponent(known(whole))));
};

/** A movement: quick pictures at once, all launches when the hand rests. */
let lifted = null;
const move = (key, to, ended) => {
  lifted ??= state();
  if (to === null) changes.delete(key);
  else changes.set(key, to);
  show(key);
  if (ended) {
    if (known(lifted) !== known(state())) remember(lifted);
    lifted = null;
  }
  settled();
};

const settled = () => {
  at("undo").disabled = steps.length === 0;
  at("reset").disabled = changes.size === 0;
  at("pin").disabled = changes.size === 0 || known(list(changes)) === known(pinned);
  at("unpin").hidden = pinned.length === 0;
  if (lifted === null) toLink();
  tellMoved();
  ask();
};

const tellChange = (key, to) => {
  const control = controls.get(key);
  if ("word" in to) return `${key}: ${control?.now ?? "?"} → ${to.word}`;
  if ("middle" in to) {
    const width = to.width === 1 ? "" : `, × ${number(to.width)}`;
    return control ? `${key}: ${told(control, control.now)} → ${told(control, to.middle)}${width}` : key;
  }
  return control ? `${key}: ${told(control, control.now)} → ${told(control, to.number)}` : `${key}: ${to.number}`;
};

const tellMoved = () => {
  const items = [...changes].map(([key, to]) =>
    make("li", {}, tellChange(key, to) + " ", make("button", { type: "button", className: "plain", onclick: () => move(key, null, true) }, words.remove)));
  if (!items.length) items.push(make("li", {}, words.nothing_moved));
  if (pinned.length) items.push(make("li", {}, words.pinned + " ", pinned.map(({ key, ...to }) => tellChange(key, to)).join("; ")));
  at("moved").replaceChildren(...items);
};

// ---- what is seen

let quick = 0; // launches while the hand moves: as many as this machine takes soon
let wanted = null; // launches the next request asks for
let asking = false;
let refining = null; // stops the request for all launches
let timer = 0;

const ask = () => {
  quick ||= begun.quick;
  wanted = quick;
  clearTimeout(timer);
  refining?.abort();
  weighing?.abort();
  next();
};

/** One request at a time; the newest state is always the next one. */
const next = async () => {
  if (asking || wanted === null) return;
  asking = true;
  const launches = wanted;
  wanted = null;
  const all = launches >= begun.launches;
  const stop = new AbortController();
  if (launches > quick) refining = stop;
  const began = performance.now();
  document.body.classList.add("busy");
  const waiting = setTimeout(() => (at("status").textContent = words.working), 500);
  try {
    const some = all ? [] : lookedAt();
    const seen = await link.post("/api/outcome", { ...state(), launches, language, pictures: some }, stop.signal);
    at("fault").textContent = "";
    for (const one of levers.values()) one.fault.hidden = true;
    draw(seen, some);
    const took = performance.now() - began;
    if (launches <= begun.quick && took > 2 * SOON) quick = Math.max(Math.min(FEWEST, begun.quick), Math.round(quick / 2));
    else if (launches <= begun.quick && took < SOON / 2) quick = Math.min(begun.quick, 2 * quick);
    at("status").textContent = say(all ? "launches" : "refining", { count: number(seen.launches) });
    document.body.dataset.launches = seen.launches;
    if (wanted === null && !all) timer = setTimeout(() => { wanted = begun.launches; next(); }, REFINE);
    // Where the page itself is the engine, what cannot be done in steps waits until it is asked for.
    else if (wanted === null && !weighed && begun.weigh && document.body.dataset.engine !== "page") { weighed = true; weigh(); }
  } catch (error) {
    if (error.name === "AbortError" || error.status === 409) {
      // Something newer is wanted.
    } else if (error.faults) {
      refuse(error.faults);
    } else {
      at("fault").textContent = words.gone;
    }
  } finally {
    clearTimeout(waiting);
    refining = null;
    asking = false;
    if (wanted === null) document.body.classList.remove("busy");
    next();
  }
};

// ---- what it hangs on

let weighed = false;
let weighing = null;
const weigh = async () => {
  weighing?.abort();
  const stop = (weighing = new AbortController());
  at("weigh").disabled = true;
  at("weigh").textContent = words.weighing;
  try {
    const { changes } = state();
    const found = await link.post("/api/weights", { changes, launches: begun.launches, language }, stop.signal);
    pictures(at("weights"), found.pictures);
    if (begun.weigh) found.controls.forEach(addControl);
  } catch (error) {
    if (error.faults?.length) refuse(error.faults);
  } finally {
    if (weighing === stop) weighing = null;
    at("weigh").disabled = false;
    at("weigh").textContent = words.weigh_now;
  }
};

// ---- search

let searching = null;
const search = async () => {
  const text = at("words").value.trim();
  searching?.abort();
  if (!text) return at("found").replaceChildren();
  searching = new AbortController();
  try {
    const found = await link.post("/api/find", { text, language }, searching.signal);
    const item = (control) => make("li", {}, control.key + " ",
      make("button", { type: "button", className: "plain", onclick: (event) => {
        addControl(control);
        settled();
        event.target.replaceWith(words.added);
        levers.get(control.key).element.scrollIntoView({ block: "nearest" });
      } }, words.add),
      make("span", { className: "about" }, control.about + (control.unit ? ` (${control.unit})` : "")));
    at("found").replaceChildren(...(found.length ? found.map(item) : [make("li", {}, words.nothing_found)]));
  } catch (error) {
    if (error.name !== "AbortError" && error.faults) refuse(error.faults);
  }
};

// ---- keeping

const keep = async (path, body, name) => {
  at("kept").textContent = "";
  try {
    const kept = await link.post(path, { changes: list(changes), ...body });
    const { told } = kept;
    if (kept.text !== undefined) link.download(kept);
    at("kept").textContent = say(name, { what: told });
    return told;
  } catch (error) {
    at("kept").textContent = (error.faults ?? [{ message: words.gone }]).map((fault) => fault.message).join(" · ");
    return null;
  }
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where the browser does not let a page copy, the text stands there to be copied by hand.
  }
  at("kept").textContent = say("copied", { what: text });
};

// ---- the beginning

const label = () => {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  const texts = {
    "levers-heading": "levers", "words-label": "find", "moved-heading": "moved", undo: "undo", reset: "reset", pin: "pin",
    unpin: "unpin", "levels-caption": "figures", "weighs-heading": "weighs", weigh: "weigh_now", "keep-heading": "keep",
    "name-label": "save_name", save: "save", "copy-command": "command", "copy-link": "link", "write-report": "report",
    language: "other", "hand-heading": "hand_in", "who-label": "who", "answer-label": "answer", "hand-in": "hand_in",
  };
  for (const [id, name] of Object.entries(texts)) at(id).textContent = words[name];
  at("language").lang = language === "zh" ? "en" : "zh";
  at("words").placeholder = words.find_hint;
  at("title").textContent = begun.exercise?.title ?? begun.title;
  document.title = `${begun.title} · launchsim explore`;
  const task = begun.exercise;
  at("exercise").hidden = at("hand").hidden = !task;
  at("search").hidden = at("copy-command").hidden = !!task;
  at("write-report").hidden = !!task || !link.report;
  at("no-report").hidden = !!task || !!link.report;
  at("no-report").textContent = words.no_report;
  if (task) {
    at("exercise-heading").textContent = words.exercise;
    at("task").textContent = task.task;
    at("wanted").textContent = task.wanted;
  }
};

const begin = async () => {
  begun = await link.post("/api/start", { language });
  words = begun.words;
  label();
  const shown = [...controls.keys()].filter((key) => !begun.controls.some((control) => control.key === key));
  controls.clear();
  levers.clear();
  at("levers").replaceChildren();
  begun.controls.forEach(addControl);
  await Promise.all(shown.map(addKey));
};

const opened = async () => {
  await begin();
  if (location.hash.length > 1) {
    try {
      const kept = JSON.parse(decodeURIComponent(location.hash.slice(1)));
      const keys = new Set([...(kept.keys ?? []), ...kept.changes.map((change) => change.key)]);
      for (const key of keys) await addKey(key);
      changes = new Map(kept.changes.map(({ key, ...to }) => [key, to]));
      pinned = kept.pinned ?? [];
      for (const key of levers.keys()) show(key);
    } catch {
      // A link that was cut begins with the scenario as it was opened.
    }
  }
  settled();
};

at("undo").addEventListener("click", () => restore(steps.pop()));
at("reset").addEventListener("click", () => {
  remember(state());
  restore({ changes: [], pinned });
});
at("pin").addEventListener("click", () => {
  remember(state());
  restore({ changes: list(changes), pinned: list(changes) });
});
at("unpin").addEventListener("click", () => {
  remember(state());
  restore({ changes: list(changes), pinned: [] });
});
at("words").addEventListener("input", search);
at("weigh").addEventListener("click", weigh);
at("save").addEventListener("click", () => keep("/api/save", { name: at("name").value }, "saved"));
at("copy-command").addEventListener("click", async () => {
  const line = await keep("/api/command", { launches: begun.launches }, "copied");
  if (line) await copy(line);
});
at("copy-link").addEventListener("click", () => copy(location.href));
at("write-report").addEventListener("click", async () => {
  at("write-report").disabled = true;
  at("kept").textContent = words.reporting;
  const told = await keep("/api/report", { launches: begun.launches, language }, "reported");
  at("write-report").disabled = false;
  if (told) {
    const open = make("a", { href: link.report, target: "_blank", rel: "noopener" }, words.open_report);
    at("kept").append(" ", open);
  }
});
at("hand-in").addEventListener("click", () =>
  keep("/api/hand_in", { launches: begun.launches, who: at("who").value, answer: at("answer-text").value }, "handed_in"));
at("language").addEventListener("click", async () => {
  language = language === "zh" ? "en" : "zh";
  document.body.classList.add("busy");
  await begin();
  at("weights").replaceChildren();
  settled();
});
document.addEventListener("keydown", (event) => {
  const writing = /^(INPUT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range";
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !writing && steps.length) {
    event.preventDefault();
    restore(steps.pop());
  }
});
opened().catch((error) => {
  at("fault").textContent = error.faults?.map((fault) => fault.message).join(" \u00b7 ") || error.message;
});
