// What can be moved: sliders, fields and lists, each with its fault.
const levers = new Map(); // key -> what is shown of it

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
  const found = await link.post("/api/find", { text: key, language });
  found.filter((control) => control.key === key).forEach(addControl);
};
