/// How pages look.
enum StyleSheet {
  /// The style sheet; narrow screens, dark screens and paper included.
  static let text: StaticString = """
    :root {
      color-scheme: light dark;
      --page: #fbfaf7; --sheet: #ffffff; --ink: #1f1c19; --soft: #5c564e; --rule: #dcd6cb;
      --float: #0b5cab; --int8: #b1400a; --good: #17683a; --bad: #a51d22; --tint: #f1ede4;
      --range: #f3c9a8; --shared: #0a63c2; --alone: #a33c00;
      --serif: "Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, serif;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #15161a; --sheet: #1c1e23; --ink: #eceae5; --soft: #b0aca3; --rule: #3a3c43;
        --float: #80bcf5; --int8: #f7a873; --good: #83d4a1; --bad: #ff9d96; --tint: #25272d;
        --range: #6b452a;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
    @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
    body {
      margin: 0; background: var(--page); color: var(--ink);
      font: 1rem/1.55 var(--sans); overflow-wrap: anywhere;
    }
    body > header, body > nav, main, footer {
      max-width: 70rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem);
    }
    h1, h2, h3 { font-family: var(--serif); line-height: 1.15; text-wrap: balance; }
    h1 { font-size: clamp(2rem, 6vw, 3.4rem); margin: 0; letter-spacing: -0.015em; }
    h2 { font-size: 1.65rem; margin: 0 0 .75rem; }
    h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
    h1, h2, h3, strong { font-weight: 650; }
    p { margin: 0 0 1rem; max-width: 44rem; }
    a { color: var(--float); text-underline-offset: .2em; }
    :focus-visible { outline: 3px solid var(--float); outline-offset: 3px; border-radius: 2px; }
    .skip { position: absolute; left: -999rem; background: var(--sheet); padding: .5rem 1rem; }
    .skip:focus { left: 1rem; top: 1rem; z-index: 9; }
    .muted { color: var(--soft); }
    .masthead { padding-top: clamp(2rem, 6vw, 4rem); }
    .eyebrow {
      margin: 0 0 .5rem; color: var(--soft); font-size: .8rem; letter-spacing: .12em;
      text-transform: uppercase;
    }
    .lead { font-family: var(--serif); font-size: 1.25rem; color: var(--soft); margin: .75rem 0 0; }
    .verdict {
      display: flex; flex-wrap: wrap; gap: .15rem 1rem; align-items: baseline; max-width: none;
      margin: 1.25rem 0 0; padding: .6rem 1rem; border-left: 5px solid; background: var(--tint);
    }
    .verdict span { color: var(--ink); font-variant-numeric: tabular-nums; }
    .passed { color: var(--good); }
    .failed { color: var(--bad); }
    .doubts { margin: 1rem 0 0; padding: .6rem 1rem; border: 2px dashed var(--bad); }
    .doubts p { margin: 0; max-width: none; }
    .cards {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1px;
      margin: 1.75rem 0 0; background: var(--rule); border: 1px solid var(--rule);
    }
    .cards div { background: var(--sheet); padding: .9rem 1rem; }
    .cards dt { color: var(--soft); font-size: .85rem; }
    .cards dd { margin: 0; font-variant-numeric: tabular-nums; }
    .cards b { display: block; font: 600 1.75rem/1.25 var(--serif); white-space: nowrap; }
    .cards small { color: var(--soft); font-size: .8rem; line-height: 1.35; display: block; }
    nav { margin-top: 1.5rem !important; font-size: .9rem; }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
    nav a { display: inline-block; padding: .3rem 0; }
    section { padding: 2.5rem 0 .5rem; margin-top: 1.5rem; border-top: 1px solid var(--rule); }
    section > .scroll + .scroll { margin-top: 1.25rem; }
    .scroll { overflow-x: auto; max-width: 100%; margin: 0 0 1rem; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .95rem; min-width: min(100%, 30rem); }
    caption { text-align: left; font-weight: 650; padding: 0 0 .35rem; white-space: nowrap; }
    th, td {
      padding: .35rem 1rem .35rem 0; text-align: right; border-bottom: 1px solid var(--rule);
      white-space: nowrap;
    }
    th:last-child, td:last-child { padding-right: .25rem; }
    thead th { color: var(--soft); font-weight: 500; font-size: .85rem; vertical-align: bottom; }
    th.words, td.words, tbody th { text-align: left; }
    tbody th { font-weight: 400; max-width: 20rem; overflow: hidden; text-overflow: ellipsis; }
    .keyed tbody tr:first-child > * { font-weight: 650; }
    .loss { color: var(--bad); }
    .gain { color: var(--good); }
    details { margin: 1rem 0; }
    summary { cursor: pointer; padding: .35rem 0; font-weight: 650; color: var(--float); }
    details .scroll { max-height: 32rem; overflow-y: auto; padding-right: .5rem; }
    figure { margin: 0; }
    figcaption { font-size: .9rem; color: var(--soft); margin: .35rem 0; font-variant-numeric: tabular-nums; }
    figcaption strong { color: var(--ink); }
    .pairs { display: grid; gap: 2rem; }
    .pairs.small { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
    .pair h3 { margin: 0 0 .5rem; }
    .views { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; }
    .image { position: relative; overflow: hidden; background: var(--tint); }
    .image img { display: block; width: 100%; height: auto; }
    .boxes { position: absolute; inset: 0; isolation: isolate; }
    .box { position: absolute; border: 2px solid var(--shared); outline: 1px solid #ffffffb0; }
    .box span {
      position: absolute; left: -2px; bottom: 100%; padding: 0 .35em; background: var(--shared);
      color: #fff; font: 600 .75rem/1.45 var(--sans); white-space: nowrap;
      font-variant-numeric: tabular-nums; z-index: 1;
    }
    .box.within span { bottom: auto; top: 0; }
    .box.end span { left: auto; right: -2px; }
    .box.alone { border: 3px dashed #ffa24d; outline-color: #000000b0; }
    .box.alone span { background: var(--alone); z-index: 2; }
    .charts { display: grid; gap: 1.25rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); margin: 0 0 1rem; }
    .charts.thirds { grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
    svg.chart { display: block; width: 100%; height: auto; max-width: 34rem; }
    svg.chart.wide { max-width: none; min-width: 44rem; }
    svg text { font: 12px var(--sans); fill: var(--soft); font-variant-numeric: tabular-nums; }
    svg .mark { fill: var(--ink); font-weight: 650; }
    svg .grid { stroke: var(--rule); stroke-width: 1; }
    svg .axis { stroke: var(--soft); stroke-width: 1; }
    svg .curve { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
    svg .curve.float { stroke: var(--float); }
    svg .curve.int8 { stroke: var(--int8); stroke-dasharray: 7 4; }
    svg .curve.thin { stroke-width: 1.5; }
    svg .curve.solid { stroke-dasharray: none; }
    svg .point { fill: var(--int8); }
    svg .weights { fill: var(--page); stroke: var(--float); stroke-width: 1.5; }
    svg .level { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 2 4; }
    svg .range { fill: var(--range); }
    svg .bound { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 3; }
    svg .bars { fill: var(--float); fill-opacity: .62; }
    svg .whisker { stroke-width: 3; }
    svg .whisker.float { stroke: var(--float); }
    svg .whisker.int8 { stroke: var(--int8); stroke-dasharray: 7 3; }
    svg .estimate.float { fill: var(--float); }
    svg .estimate.int8 { fill: var(--page); stroke: var(--int8); stroke-width: 3; }
    .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; list-style: none; padding: 0; margin: 0 0 .75rem; font-size: .9rem; }
    .legend li { display: flex; align-items: center; gap: .5rem; }
    .sample { width: 36px; height: 12px; flex: none; }
    .findings { padding-left: 1.2rem; max-width: 46rem; }
    .findings li { margin-bottom: .5rem; }
    .lineage { list-style: none; margin: 0; padding: 0; }
    .lineage > li { border: 1px solid var(--rule); background: var(--sheet); padding: .75rem 1rem; }
    .lineage > li + li { margin-top: 1.75rem; position: relative; }
    .lineage > li + li::before { content: "↓"; position: absolute; left: 1rem; top: -1.65rem; color: var(--soft); }
    .lineage li > div + div { margin-top: .6rem; }
    .digest { display: block; font: .8rem/1.4 var(--mono); color: var(--soft); overflow-wrap: anywhere; }
    .steps { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; padding: 0; margin: 0 0 1rem; }
    .steps li { background: var(--tint); padding: .2rem .7rem; font-size: .9rem; }
    .facts { margin: 0; font-size: .95rem; }
    .facts div { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 0 1rem; padding: .4rem 0; border-bottom: 1px solid var(--rule); }
    .facts dt { color: var(--soft); }
    .facts dd { margin: 0; }
    footer { color: var(--soft); font-size: .85rem; padding-top: 2.5rem !important; padding-bottom: 2rem !important; }
    @media (max-width: 38rem) {
      .views { grid-template-columns: minmax(0, 1fr); gap: .25rem; }
      .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      .cards > div:last-child:nth-child(odd) { grid-column: 1 / -1; }
      .cards b { font-size: 1.45rem; }
      .facts div { grid-template-columns: minmax(0, 1fr); }
      svg.chart text { font-size: 14px; }
    }
    @media print {
      :root {
        color-scheme: light;
        --page: #fff; --sheet: #fff; --ink: #000; --soft: #444; --rule: #bbb; --float: #0b5cab;
        --int8: #b1400a; --good: #17683a; --bad: #a51d22; --tint: #f1ede4; --range: #f3c9a8;
      }
      body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      nav, .skip { display: none; }
      .scroll, details .scroll { overflow: visible; max-height: none; }
      svg.chart.wide { min-width: 0; }
      details::details-content { content-visibility: visible; display: block; height: auto; }
      .pair, figure, .cards, tr, .lineage > li { break-inside: avoid; }
      h2, h3, caption { break-after: avoid; }
    }
    """

  /// What a page with a baseline has beside it.
  static let baseline: StaticString = """
    :root { --baseline: #5d5a1b; }
    @media (prefers-color-scheme: dark) { :root { --baseline: #d2cd7a; } }
    @media print { :root { --baseline: #5d5a1b; } }
    svg .curve.baseline { stroke: var(--baseline); stroke-dasharray: 2 3; }
    svg .whisker.baseline { stroke: var(--baseline); stroke-dasharray: 2 3; }
    svg .estimate.baseline { fill: var(--page); stroke: var(--baseline); stroke-width: 3; }
    .views.three { grid-template-columns: repeat(3, minmax(0, 1fr)); }
    .pairs.small.three { grid-template-columns: repeat(auto-fit, minmax(min(100%, 39rem), 1fr)); }
    @media (max-width: 38rem) { .views.three { grid-template-columns: minmax(0, 1fr); } }
    """
}
