/// What all pages of a site have.
enum SitePage {
  /// A whole page.
  static func html(
    title: String, description: String, script: StaticString, @NodeBuilder _ content: () -> [Node]
  ) -> String {
    var html = "<!DOCTYPE html>"
    element("html", ["lang": "en"]) {
      element("head") {
        element("meta", ["charset": "utf-8"])
        element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        element("meta", ["name": "color-scheme", "content": "light dark"])
        element("meta", ["name": "generator", "content": "darkroom zoo site"])
        element("title") { title }
        element("meta", ["name": "description", "content": description])
        // What messengers show of an address that somebody sends.
        element("meta", ["property": "og:title", "content": title])
        element("meta", ["property": "og:description", "content": description])
        element(
          "link",
          [
            "rel": "alternate", "type": "application/atom+xml", "href": "feed.xml",
            "title": "Changes",
          ])
        Node.style(StyleSheet.text)
        Node.style(StyleSheet.baseline)
        Node.style(SiteStyle.text)
        Node.style(SitePull.style)
      }
      element("body") {
        element("a", ["class": "skip", "href": "#content"]) { "Skip to the content" }
        content()
        element("footer") {
          element("p") {
            "Made by darkroom zoo site. "
            element("a", ["href": "models.json"]) { "models.json" }
            " has the same for machines, "
            element("a", ["href": "feed.xml"]) { "feed.xml" }
            " what changed."
          }
        }
        Node.script(script)
      }
    }.write(to: &html)
    return html + "\n"
  }
}

/// What pages of a site have beside the style of reports.
enum SiteStyle {
  static let text: StaticString = """
    :root { --q0: #f3b4a6; --q1: #f6d0a0; --q2: #f0e6a8; --q3: #cfe3b4; --q4: #b4dccb; }
    @media (prefers-color-scheme: dark) {
      :root { --q0: #7d3327; --q1: #75501c; --q2: #645a1e; --q3: #3f5a26; --q4: #225446; }
    }
    .filters { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; margin: 0 0 1.25rem; align-items: end; }
    .filters[hidden] { display: none; }
    .filters label { display: grid; gap: .2rem; font-size: .85rem; color: var(--soft); }
    .filters input, .filters select {
      height: 2.4rem; font: inherit; color: var(--ink); background: var(--sheet); border: 1px solid var(--soft);
      padding: .35rem .5rem; min-width: 8rem; max-width: 100%;
    }
    th button { all: unset; cursor: pointer; text-decoration: underline dotted; text-underline-offset: .25em; }
    th button:focus-visible { outline: 3px solid var(--float); outline-offset: 2px; }
    th[aria-sort="ascending"] button::after { content: " ↑"; }
    th[aria-sort="descending"] button::after { content: " ↓"; }
    tbody th a { font-weight: 650; }
    svg a text { fill: var(--float); text-decoration: underline; }
    svg .link { fill: none; stroke: var(--soft); stroke-width: 1.5; }
    svg .thing { fill: var(--sheet); stroke: var(--rule); stroke-width: 1.5; }
    svg .made { fill: var(--tint); stroke: var(--soft); stroke-width: 1.5; }
    svg .strong { fill: var(--ink); font-weight: 650; }
    svg .estimate.link { fill: none; }
    svg .layer { stroke: var(--soft); stroke-width: 1; fill: var(--sheet); }
    svg .q0 { fill: var(--q0); } svg .q1 { fill: var(--q1); } svg .q2 { fill: var(--q2); }
    svg .q3 { fill: var(--q3); } svg .q4 { fill: var(--q4); }
    svg.network { max-width: 44rem; }
    svg.network text, svg.lineage-drawing text { fill: var(--ink); }
    svg.lineage-drawing { max-width: none; min-width: 42rem; }
    pre { background: var(--tint); padding: .75rem 1rem; overflow-x: auto; font: .85rem/1.5 var(--mono); }
    code { font-family: var(--mono); font-size: .9em; }
    .back { margin: 0; }
    .gallery {
      display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: 1.25rem;
      align-items: start; list-style: none; margin: 0 0 1.75rem; padding: 0;
    }
    .gallery li { background: var(--sheet); border: 1px solid var(--rule); }
    .gallery li[hidden] { display: none; }
    .gallery .box span { display: none; }
    .gallery p { margin: 0; padding: .6rem .85rem .75rem; }
    .gallery a { font: 650 1.1rem/1.3 var(--serif); }
    .gallery small { display: block; color: var(--soft); font-variant-numeric: tabular-nums; }
    .cards b a { color: inherit; text-decoration: underline dotted; text-decoration-thickness: 2px; }
    .claim { padding: .25rem 1rem .75rem; margin: 0 -1rem 1rem; border-left: 4px solid transparent; scroll-margin-top: 1rem; }
    .claim:target { background: var(--tint); border-color: var(--float); }
    .claim:target pre { background: var(--page); }
    .claim h3 { margin: .5rem 0; }
    .claim pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    .card-text { border-left: 3px solid var(--rule); padding-left: clamp(.75rem, 3vw, 1.5rem); }
    .card-text h3 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
    .card-text h4 { font: 650 1rem/1.3 var(--serif); margin: 1.25rem 0 .4rem; }
    .card-text td, .card-text th { text-align: left; white-space: normal; vertical-align: top; }
    .cards div { min-width: 0; }
    .cards b { white-space: normal; overflow-wrap: anywhere; }
    """
}

/// Filters and sorts the list; without scripts all of it is there.
enum SiteScript {
  static let text: StaticString = """
    (() => {
      const table = document.querySelector("#models table");
      const form = document.querySelector(".filters");
      if (!table || !form) return;
      const rows = [...table.tBodies[0].rows];
      const said = document.querySelector("#found");
      form.hidden = false;
      const show = () => {
        const text = form.elements.text.value.trim().toLowerCase();
        const limit = parseFloat(form.elements.size.value);
        let count = 0;
        for (const row of rows) {
          const fits =
            (!text || row.dataset.text.includes(text)) &&
            ["task", "precision", "license"].every((name) => {
              const wanted = form.elements[name].value;
              return !wanted || row.dataset[name].split("|").includes(wanted);
            }) && (!(limit > 0) || +row.dataset.bytes <= limit * 1e6);
          row.hidden = !fits;
          for (const item of document.querySelectorAll("[data-of]"))
            if (item.dataset.of === row.dataset.name) item.hidden = !fits;
          count += fits;
        }
        said.textContent = count === 1 ? "1 model" : count + " models";
      };
      form.addEventListener("input", show);
      form.addEventListener("submit", (event) => event.preventDefault());
      [...table.tHead.rows[0].cells].forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = head.textContent;
        head.replaceChildren(button);
        button.addEventListener("click", () => {
          const down = head.getAttribute("aria-sort") === "ascending";
          for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
          const order = (a, b) => {
            const [x, y] = [value(a), value(b)];
            const number = parseFloat(x) - parseFloat(y);
            return (isNaN(number) ? x.localeCompare(y) : number) * (down ? -1 : 1);
          };
          table.tBodies[0].append(...rows.sort(order));
        });
      });
      show();
    })();
    """
}
