// What is seen: faults, words, figures, pictures.
const SHORT = 4; // sentences of a comparison that stand in the open

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
