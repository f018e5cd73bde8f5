(() => {
  "use strict";
  const words = document.currentScript.dataset;
  // The exact value under the pointer.
  for (const figure of document.querySelectorAll("data[data-figure]")) {
    if (figure.dataset.figure) figure.title = figure.dataset.figure + " = " + figure.value;
  }
  for (const input of document.querySelectorAll("data[data-input]")) input.title = input.dataset.input;
  // A table is sorted by the column whose heading is pressed.
  const value = (cell) => {
    const figure = cell.querySelector("data[data-figure]");
    return figure ? Number(figure.value) : cell.textContent.trim();
  };
  for (const table of document.querySelectorAll("main table")) {
    const rows = [...table.tBodies[0].rows];
    // Rows that stand in are parts of the row above: their order says something.
    if (rows.length < 3 || rows.some((row) => /depth[12]/.test(row.cells[0].className))) continue;
    [...table.tHead.rows[0].cells].forEach((heading, at) => {
      if (!heading.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.title = words.sort;
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const up = heading.getAttribute("aria-sort") !== "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        const order = (a, b) => {
          const [x, y] = [value(a.cells[at]), value(b.cells[at])];
          const less = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
          return up ? less : -less;
        };
        table.tBodies[0].append(...[...rows].sort(order));
      });
    });
  }
  // A picture is saved as it is drawn, with the letters it needs.
  const faces = [...document.querySelectorAll("style")].map((style) => style.textContent.match(/@font-face[^}]*}/g) || []).flat().join("\n");
  for (const figure of document.querySelectorAll("figure")) {
    const svg = figure.querySelector("svg");
    if (!svg) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.save;
    button.setAttribute("aria-label", words.save + ": " + svg.querySelector("title").textContent);
    button.addEventListener("click", () => {
      const copy = svg.cloneNode(true);
      const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
      style.textContent = faces;
      copy.prepend(style);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
      link.download = figure.id.replace(/^picture-/, "") + ".svg";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    figure.append(button);
  }
})();
