(() => {
  "use strict";
  const token = document.querySelector("meta[name=launchsim-token]").content;
  const tab = Math.random().toString(36).slice(2);
  const at = (id) => document.getElementById(id);
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const REFINE = 350; // milliseconds without a movement before all launches are simulated
  const SOON = 250; // milliseconds in which pictures follow the hand, if need be with fewer launches
  const FEWEST = 100; // launches at least
  const SHORT = 4; // sentences of a comparison that stand in the open
  const MOST_STEPS = 500; // steps back that are kept

  let words = {};
  let begun = null;
  let language = new URLSearchParams(location.search).get("lang") === "zh" ? "zh" : "en";
  const controls = new Map(); // key -> control, in the order they are shown
  const levers = new Map(); // key -> what is shown of it
  let changes = new Map(); // key -> what it became
  let pinned = []; // what it is held against
  const steps = []; // states before this one

  const say = (name, fill = {}) =>
    Object.entries(fill).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name] ?? name);

  // ---- the server

  const post = async (path, body, signal) => {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-launchsim-token": token, "x-launchsim-tab": tab },
      body: JSON.stringify(body),
      signal,
    });
    const text = await answer.text();
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      found = { faults: [{ key: "", message: text.trim() || answer.statusText, help: "" }] };
    }
    if (answer.ok) return found;
    throw Object.assign(new Error(answer.statusText), { status: answer.status, faults: found.faults ?? [] });
  };

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

  // ---- numbers for people

  const day = 86_400_000;
  const date = (days) => new Date(days * day).toISOString().slice(0, 10);
  const number = (value) => new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", { maximumSignificantDigits: 6 }).format(value);
  const told = (control, value) =>
    control.told === "date" ? date(value) : number(value) + (control.unit ? " " + control.unit : "");

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

  // ---- levers

  let places = 0;
  /** A slider with a field beside it; tells each movement and its end. */
  const slider = (control, what, range, now, moved) => {
    const id = `lever-${++places}`;
    const name = `${control.key} ${what ?? ""}`.trim();
    const bar = make("input", { type: "range", id, min: range.low, max: range.high, step: range.step });
    bar.setAttribute("aria-label", name);
    const dated = range.told === "date";
    const field = make("input", { type: dated ? "date" : "number" });
    field.setAttribute("aria-label", name);
    if (!dated) field.step = "any";
    const put = (value) => {
      if (value < Number(bar.min)) bar.min = value;
      if (value > Number(bar.max)) bar.max = value;
      bar.value = value;
      bar.setAttribute("aria-valuetext", dated ? date(value) : number(value) + (range.unit ? " " + range.unit : ""));
      if (document.activeElement !== field) field.value = dated ? date(value) : Number(Number(value).toPrecision(12));
    };
    const typed = () => (dated ? Math.round(Date.parse(field.value) / day) : Number(field.value));
    bar.addEventListener("input", () => moved(Number(bar.value), false));
    bar.addEventListener("change", () => moved(Number(bar.value), true));
    field.addEventListener("change", () => {
      if (field.value !== "" && Number.isFinite(typed())) moved(typed(), true);
    });
    field.addEventListener("blur", () => put(now()));
    const parts = what ? [make("span", { className: "what" }, what)] : [];
    return { element: make("div", { className: "part" }, ...parts, bar, field), put: () => put(now()) };
  };

  const lever = (control) => {
    const { key } = control;
    const parts = [];
    const same = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
    if (control.kind === "choice") {
      const select = make("select", {}, ...control.words.map((word) => make("option", { value: word }, word)));
      select.setAttribute("aria-label", key);
      select.addEventListener("change", () => move(key, select.value === control.now ? null : { word: select.value }, true));
      parts.push({ element: select, put: () => (select.value = changes.get(key)?.word ?? control.now) });
    } else if (control.kind === "law") {
      const is = () => changes.get(key) ?? { middle: control.now, width: 1 };
      const moved = (to, ended) => move(key, same(to.middle, control.now) && to.width === 1 ? null : to, ended);
      parts.push(slider(control, `${words.middle}${control.unit ? ", " + control.unit : ""}`, control, () => is().middle, (value, ended) => moved({ ...is(), middle: value }, ended)));
      if (control.wide) {
        const range = { low: 0.1, high: 3, step: 0.1, told: "number" };
        parts.push(slider(control, words.width, range, () => is().width, (value, ended) => moved({ ...is(), width: Math.max(0.01, value) }, ended)));
      }
    } else {
      parts.push(slider(control, null, control, () => changes.get(key)?.number ?? control.now,
        (value, ended) => move(key, same(value, control.now) ? null : { number: value }, ended)));
    }
    const unit = control.kind === "choice" || !control.unit ? [] : [make("span", { className: "unit" }, control.unit)];
    const about = [control.about, control.kind === "law" ? words.drawn : ""].filter(Boolean).join(" ");
    const fault = make("p", { className: "wrong", hidden: true });
    fault.setAttribute("role", "alert");
    const element = make("div", { className: "lever" },
      make("div", { className: "name" }, make("span", { className: "key" }, key), ...unit),
      make("p", { className: "about" }, about), ...parts.map((part) => part.element), fault);
    element.dataset.key = key;
    return { element, fault, put: () => {
      for (const part of parts) part.put();
      element.classList.toggle("changed", changes.has(key));
    } };
  };

  const show = (key) => levers.get(key)?.put();

  const addControl = (control) => {
    if (controls.has(control.key)) return;
    controls.set(control.key, control);
    const one = lever(control);
    levers.set(control.key, one);
    at("levers").append(one.element);
    one.put();
  };

  /** The control of a key that the page does not begin with. */
  const addKey = async (key) => {
    if (controls.has(key) || begun.exercise) return;
    const found = await post("/api/find", { text: key, language });
    found.filter((control) => control.key === key).forEach(addControl);
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
      const seen = await post("/api/outcome", { ...state(), launches, language, pictures: some }, stop.signal);
      at("fault").textContent = "";
      for (const one of levers.values()) one.fault.hidden = true;
      draw(seen, some);
      const took = performance.now() - began;
      if (launches <= begun.quick && took > 2 * SOON) quick = Math.max(Math.min(FEWEST, begun.quick), Math.round(quick / 2));
      else if (launches <= begun.quick && took < SOON / 2) quick = Math.min(begun.quick, 2 * quick);
      at("status").textContent = say(all ? "launches" : "refining", { count: number(seen.launches) });
      document.body.dataset.launches = seen.launches;
      if (wanted === null && !all) timer = setTimeout(() => { wanted = begun.launches; next(); }, REFINE);
      else if (wanted === null && !weighed && begun.weigh) { weighed = true; weigh(); }
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

  const refuse = (faults) => {
    for (const one of levers.values()) one.fault.hidden = true;
    const others = [];
    for (const { key, message, help } of faults) {
      const text = [message, help].filter(Boolean).join(": ");
      const at_it = levers.get(key) ?? [...levers].find(([own]) => own.split("[")[0] === key)?.[1];
      if (at_it) {
        at_it.fault.textContent = text;
        at_it.fault.hidden = false;
      } else others.push(text);
    }
    at("fault").textContent = others.join(" · ");
    at("status").textContent = words.stands;
  };

  const picture = ({ name, title, measure, alt, svg }) => {
    const figure = make("figure", { innerHTML: svg });
    figure.dataset.name = name;
    figure.tabIndex = 0;
    figure.setAttribute("role", "group");
    figure.setAttribute("aria-label", title);
    const drawing = figure.querySelector("svg");
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", alt || `${title}. ${measure}`);
    return figure;
  };

  /** Pictures one by one, so that those that stay keep their place. */
  const pictures = (place, list, some = []) => {
    const old = new Map([...place.children].map((figure) => [figure.dataset.name, figure]));
    for (const one of list) {
      const figure = picture(one);
      const before = old.get(one.name);
      if (before) {
        figure.scrollLeft = before.scrollLeft;
        before.replaceChildren(...figure.childNodes);
        before.setAttribute("aria-label", figure.getAttribute("aria-label"));
        before.classList.remove("old");
        old.delete(one.name);
        if (!some.length) place.append(before);
      } else if (one.name === "choice") place.prepend(figure);
      else place.append(figure);
    }
    // What was not asked for is that of before until the hand rests.
    for (const figure of old.values()) {
      if (some.length && !some.includes(figure.dataset.name)) figure.classList.add("old");
      else figure.remove();
    }
  };

  /** The names of the pictures in sight; none where the page has none yet, which asks for all. */
  const lookedAt = () => {
    const figures = [...at("pictures").children];
    const inSight = (figure) => {
      const { top, bottom } = figure.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const names = figures.filter(inSight).map((figure) => figure.dataset.name);
    return figures.length ? ["choice", ...names] : [];
  };

  const draw = (seen, some) => {
    at("says").innerHTML = seen.says;
    const open = at("against").querySelector("details")?.open ?? false;
    const joined = (sentences) => make("p", { innerHTML: sentences.join(language === "zh" ? "" : " ") });
    const [first = [], ...others] = seen.against;
    at("against").replaceChildren(...(first.length ? [joined(first.slice(0, SHORT))] : []));
    const rest = [first.slice(SHORT), ...others].filter((sentences) => sentences.length);
    if (rest.length) at("against").append(make("details", { open }, make("summary", {}, words.more), ...rest.map(joined)));
    at("warnings").replaceChildren(...seen.warnings.map((text) => make("li", {}, text)));
    const held = seen.levels.some((level) => level.difference);
    const heads = [words.figure, words.now, words.spread, ...(held ? [words.reference, words.difference] : [])];
    at("levels").tHead.replaceChildren(make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text))));
    const row = (level) => {
      const now = make("td", {}, level.told);
      now.dataset.figure = level.name;
      now.dataset.value = level.mean;
      const cells = [make("th", { scope: "row" }, level.title), now, make("td", {}, level.spread)];
      if (held) {
        const { difference } = level;
        const text = difference ? difference.told : "";
        const sure = difference && (difference.sure || difference.mean === 0);
        const cell = make("td", { className: sure ? "sure" : "unsure" }, text);
        if (difference && !sure) cell.title = words.unsure;
        cells.push(make("td", {}, level.reference), cell);
      }
      return make("tr", {}, ...cells);
    };
    at("levels").tBodies[0].replaceChildren(...seen.levels.map(row));
    pictures(at("pictures"), seen.pictures, some);
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
      const found = await post("/api/weights", { changes, launches: begun.launches, language }, stop.signal);
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
      const found = await post("/api/find", { text, language }, searching.signal);
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
      const { told } = await post(path, { changes: list(changes), ...body });
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
    at("search").hidden = at("copy-command").hidden = at("write-report").hidden = !!task;
    if (task) {
      at("exercise-heading").textContent = words.exercise;
      at("task").textContent = task.task;
      at("wanted").textContent = task.wanted;
    }
  };

  const begin = async () => {
    begun = await post("/api/start", { language });
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
      const open = make("a", { href: `/report?t=${token}`, target: "_blank", rel: "noopener" }, words.open_report);
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
  opened();
})();
