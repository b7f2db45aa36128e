// <div class="chart" data-chart="ID"> draws the ECharts option in <script type="application/json" id="ID">.
//
// In the option a string "var(--accent)" is the theme's colour, "bucket:M2" that bucket's, and "ramp:0/12" the first of
// twelve steps from old to new. Beside ECharts' own keys:
//   "values": "money" | "count" | "share"   how tooltips and value axes write figures
// Each chart redraws when the theme or its size changes. Its table stands beside it in the page, never only the picture.
(() => {
  "use strict";
  const root = document.documentElement;
  const drawn = new Map();
  const language = root.lang || "en";

  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const bucketColour = (code) => css(`--bucket-${code.toLowerCase().replace("m4+", "m4p")}-solid`);

  const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const rampColour = (step) => {
    const [place, steps] = step.split("/").map(Number);
    const share = steps > 1 ? place / (steps - 1) : 1;
    const [from, to] = ["--ramp-old", "--ramp-new"].map((name) => channels(css(name)));
    return `rgb(${from.map((start, at) => Math.round(start + (to[at] - start) * share)).join(", ")})`;
  };

  const resolved = (value) => {
    if (Array.isArray(value)) return value.map(resolved);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
    }
    if (typeof value !== "string") return value;
    if (value.startsWith("bucket:")) return bucketColour(value.slice(7));
    if (value.startsWith("ramp:")) return rampColour(value.slice(5));
    const variable = value.match(/^var\((--[\w-]+)\)$/);
    return variable ? css(variable[1]) : value;
  };

  const writers = {
    money: new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    count: new Intl.NumberFormat(language, { maximumFractionDigits: 0 }),
    share: new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }),
  };
  const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const write = (kind) => (value) => (value === null || value === undefined ? "–" : writers[kind].format(value));
  const writeShort = (kind) => (value) => (kind === "share" ? writers.share.format(value) : short.format(value));

  const axis = (own, kind) => {
    const one = (single) => ({
      ...single,
      axisLine: { lineStyle: { color: css("--line-strong") }, ...single.axisLine },
      axisTick: { show: false, ...single.axisTick },
      splitLine: { show: single.type === "value", lineStyle: { color: css("--line") }, ...single.splitLine },
      axisLabel: {
        color: css("--ink-soft"),
        fontSize: 11,
        ...(single.type === "value" ? { formatter: writeShort(kind) } : {}),
        ...single.axisLabel,
      },
    });
    return Array.isArray(own) ? own.map(one) : one(own);
  };

  const themed = (raw) => {
    const { values: kind = "count", ...option } = resolved(raw);
    const text = { color: css("--ink-soft"), fontFamily: css("--font"), fontSize: 12 };
    const full = {
      animation: false,
      color: [1, 2, 3, 4, 5, 6, 7, 8].map((place) => css(`--series-${place}`)),
      textStyle: text,
      grid: { left: 8, right: 12, top: 32, bottom: 4, containLabel: true },
      ...option,
      aria: { enabled: true, ...option.aria },
      tooltip: {
        trigger: "axis",
        backgroundColor: css("--card"),
        borderColor: css("--line-strong"),
        textStyle: { color: css("--ink"), fontSize: 12 },
        valueFormatter: write(kind),
        ...option.tooltip,
        renderMode: "richText", // an HTML tooltip would need inline styles
      },
    };
    // Words in the picture take the theme's ink; ECharts would outline them against a ground it does not know.
    const label = { color: css("--ink-soft"), textBorderWidth: 0, fontSize: 11 };
    full.series = (option.series || []).map((one) => ({
      ...one,
      ...(one.label ? { label: { ...label, ...one.label } } : {}),
      ...(one.endLabel ? { endLabel: { ...label, ...one.endLabel } } : {}),
    }));
    if (option.legend) {
      full.legend = { top: 0, left: 0, itemWidth: 10, itemHeight: 10, icon: "roundRect", textStyle: text, ...option.legend };
    }
    if (option.xAxis) full.xAxis = axis(option.xAxis, kind);
    if (option.yAxis) full.yAxis = axis(option.yAxis, kind);
    return full;
  };

  const resizes = new ResizeObserver((entries) => {
    for (const entry of entries) drawn.get(entry.target)?.chart.resize();
  });

  const draw = (element) => {
    if (drawn.has(element)) return;
    const raw = JSON.parse(document.getElementById(element.dataset.chart).textContent);
    const chart = window.echarts.init(element, null, { renderer: "canvas" });
    chart.setOption(themed(raw));
    chart.on("click", (point) => {
      if (point.data?.link) window.location.assign(point.data.link);
    });
    drawn.set(element, { chart, raw });
    resizes.observe(element);
  };

  const drawAll = () => {
    for (const [element, { chart }] of drawn) {
      if (element.isConnected) continue;
      resizes.unobserve(element);
      chart.dispose();
      drawn.delete(element);
    }
    document.querySelectorAll("[data-chart]").forEach(draw);
  };

  const redraw = () => {
    for (const { chart, raw } of drawn.values()) chart.setOption(themed(raw), true);
  };
  root.addEventListener("fairdue:theme", redraw);

  // Paper is white whatever the theme: the pictures are drawn light for it, and as they were afterwards.
  let theme;
  window.addEventListener("beforeprint", () => {
    theme = root.dataset.bsTheme;
    root.dataset.bsTheme = "light";
    redraw();
  });
  window.addEventListener("afterprint", () => {
    root.dataset.bsTheme = theme;
    redraw();
  });
  document.addEventListener("htmx:afterSettle", drawAll);
  drawAll();
})();
