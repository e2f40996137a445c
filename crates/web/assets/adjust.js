// A hand at the photo: the head dragged under the photo's frame, a brush on the
// cut-out. What is done is written into the fields of the form, which works without
// this module too; strokes need it.

import { draw } from "./adjust_draw.js";
import { frameOf } from "./adjust_frame.js";

const form = document.querySelector("[data-adjust]");
const canvas = document.querySelector("[data-canvas]");
const live = JSON.parse(form.dataset.live);
const find = (selector) => document.querySelector(selector);

// Steps of the keyboard and of what is written, in pixels of the photo.
const tenth = (px) => Math.round(px * 10) / 10;
const thousandth = (scale) => Math.round(scale * 1000) / 1000;
// Steps that follow each other so soon are undone together.
const TOGETHER_MS = 800;
// A place in the picture is written to less than a tenth of its pixels.
const place = (part) => Math.round(Math.min(Math.max(part, 0), 1) * 1e5) / 1e5;

const strokesOf = (text) => {
  try {
    const strokes = JSON.parse(text);
    return Array.isArray(strokes) ? strokes : [];
  } catch {
    return [];
  }
};

// Tool and zoom stay what they were over a try, in this tab.
const KEPT = "adjust-view";
const kept = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    return kept.of === form.action ? kept : {};
  } catch {
    return {};
  }
};

const begin = (images) => {
  const frame = frameOf(live);
  const { elements } = form;
  const { words, limits } = live;
  const [size, brush, original] = ["[data-size]", "[data-brush]", "[data-original]"].map(find);
  const [undo, redo, afresh] = ["[data-undo-one]", "[data-redo-one]", "[data-afresh]"].map(find);
  const said = find("[data-said]");
  const beyond = find("[data-beyond]");
  const rows = [...document.querySelectorAll("[data-measure]")];
  const choice = (name) => document.querySelector(`input[name=${name}]:checked`).value;

  const figure = (name, otherwise) => {
    const text = elements[name].value.trim().replace("−", "-");
    const value = Number(text);
    return text !== "" && Number.isFinite(value) ? value : otherwise;
  };
  const fields = (nudge) => {
    const scale = figure("scale", nudge.scale);
    return { right: figure("right", nudge.right), down: figure("down", nudge.down), scale: scale > 0 ? scale : nudge.scale };
  };

  // What is done: never changed, only replaced, so that undoing is going back.
  let now = { nudge: fields(live.made), strokes: strokesOf(elements.strokes.value) };
  // Strokes of earlier tries can be undone too.
  let past = now.strokes.map((_, nth) => ({ ...now, strokes: now.strokes.slice(0, nth) }));
  let future = [];
  let last = {};
  let isChanged = false;
  let mayLeave = false;

  // What is seen: the middle of the view on the photo, and the gesture under way.
  const view = { x: frame.width / 2, y: frame.height / 2 };
  const cursor = { x: frame.width / 2, y: frame.height / 2, isSeen: false };
  const pointers = new Map();
  let gesture = null;
  let scaleSeen = 1;
  let isDrawing = false;

  const tell = (text) => { said.textContent = text; };
  const pixels = () => {
    const { clientWidth, clientHeight } = canvas;
    // The whole photo with some of the picture around it.
    const fit = Math.min(clientWidth / (frame.width * 1.25), clientHeight / (frame.height * 1.12));
    return fit * Number(choice("zoom"));
  };
  const onCanvas = () => {
    const scale = pixels();
    return new DOMMatrix().translate(canvas.clientWidth / 2, canvas.clientHeight / 2)
      .scale(scale).translate(-view.x, -view.y);
  };
  const opacity = () => (original.checked ? 0 : choice("tool") === "restore" ? 0.5 : 1);
  const paints = () => ["remove", "restore"].includes(choice("tool"));

  let isAsked = false;
  const redraw = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      const density = Math.min(devicePixelRatio, 2);
      const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((px) => Math.round(px * density));
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      const matrix = onCanvas();
      scaleSeen = pixels();
      const { x, y } = matrix.transformPoint(cursor);
      const strokes = gesture?.stroke ? [...now.strokes, gesture.stroke] : now.strokes;
      draw(canvas, live, frame, {
        nudge: now.nudge, strokes, view: matrix, density, images, opacity: opacity(),
        brush: paints() && cursor.isSeen && { x, y, radius: brush.value * pixels() },
      });
    });
  };

  // Writes what is done into the form, and what its rules read beside them.
  const show = (isTyped) => {
    const { nudge, strokes } = now;
    if (!isTyped) for (const name of ["right", "down", "scale"]) elements[name].value = String(nudge[name]);
    elements.strokes.value = JSON.stringify(strokes);
    size.value = String(nudge.scale);
    const reads = frame.reads(nudge);
    const names = [];
    rows.forEach((row, nth) => {
      const { px, held, granted } = reads[nth];
      row.querySelector("[data-value]").textContent = `${tenth(px) + 0} px`;
      row.querySelector("[data-held]").hidden = !held;
      row.querySelector("[data-missed]").hidden = held;
      row.classList.toggle("is-held", held);
      row.classList.toggle("is-missed", !held);
      if (!granted) names.push(row.querySelector("[data-name]").textContent);
    });
    beyond.hidden = names.length === 0 && !frame.isFar(nudge);
    const text = names.length > 0 ? words.beyond.replace("%1", names.join("、")) : words.far;
    if (!beyond.hidden && beyond.textContent !== text) beyond.textContent = text;
    undo.disabled = past.length === 0;
    redo.disabled = future.length === 0;
    canvas.dataset.tool = choice("tool");
    redraw();
  };

  // Of steps of one kind in a row, the last counts.
  const done = (next, kind) => {
    const follows = kind && kind === last.kind && performance.now() - last.at < TOGETHER_MS;
    last = { kind, at: performance.now() };
    if (!follows) past.push(now);
    future = [];
    now = next;
    isChanged = true;
    mayLeave = false;
    show();
  };
  const step = (from, to, text) => {
    if (from.length === 0) return;
    to.push(now);
    now = from.pop();
    last = {};
    isChanged = true;
    tell(text);
    show();
  };
  const back = () => step(past, future, words.undone);
  const again = () => step(future, past, words.redone);
  const move = (right, down) => {
    const { nudge } = now;
    done({ ...now, nudge: { ...nudge, right: tenth(nudge.right + right), down: tenth(nudge.down + down) } }, "move");
  };
  const grow = (scale) => {
    const within = Math.min(Math.max(scale, limits.least_scale), limits.most_scale);
    done({ ...now, nudge: { ...now.nudge, scale: thousandth(within) } }, "grow");
  };

  // Strokes.
  const points = () => now.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
  const inPicture = (at) => {
    const [width, height] = live.upright_px;
    const { x, y } = frame.ofPicture(now.nudge).inverse().transformPoint(at);
    return [place(x / width), place(y / height)];
  };
  const beginStroke = (at) => {
    if (now.strokes.length >= limits.strokes) return tell(words.strokes);
    if (points() >= limits.points) return tell(words.points);
    const map = frame.ofPicture(now.nudge);
    const longer = Math.max(...live.upright_px) * Math.hypot(map.a, map.b);
    const radius = Math.min(Math.max(brush.value / longer, limits.least_radius), limits.most_radius);
    const stroke = { kind: choice("tool"), radius: Math.round(radius * 1e6) / 1e6, points: [inPicture(at)] };
    gesture = { stroke, last: at, left: limits.points - points() - 1 };
    redraw();
  };
  // Points nearer than a quarter of the radius would tell nothing new.
  const drawTo = (at) => {
    const { stroke, last } = gesture;
    if (Math.hypot(at.x - last.x, at.y - last.y) < brush.value / 4) return;
    if (gesture.left === 0) return tell(words.points);
    stroke.points.push(inPicture(at));
    gesture.last = at;
    gesture.left -= 1;
  };
  const endStroke = () => {
    const { stroke } = gesture;
    gesture = null;
    isDrawing = false;
    done({ ...now, strokes: [...now.strokes, stroke] });
  };

  // Pointers: one does what the tool does, two move the view.
  const at = (event) => onCanvas().inverse().transformPoint({ x: event.offsetX, y: event.offsetY });
  const spot = (event) => ({ x: event.offsetX, y: event.offsetY });
  const look = (from, to) => {
    const scale = pixels();
    view.x -= (to.x - from.x) / scale;
    view.y -= (to.y - from.y) / scale;
  };
  const pointTo = (point) => Object.assign(cursor, { x: point.x, y: point.y, isSeen: true });

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 1) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, spot(event));
    if (isDrawing) endStroke();
    if (pointers.size > 1 || event.button === 1 || choice("tool") === "pan") {
      // A second finger: nothing of what the first began is meant.
      if (gesture?.before) now = gesture.before;
      gesture = { looks: true };
      show();
      return;
    }
    pointTo(at(event));
    if (paints()) beginStroke(at(event));
    else gesture = { before: now, from: spot(event), nudge: now.nudge };
  });
  canvas.addEventListener("pointermove", (event) => {
    const [before, here] = [pointers.get(event.pointerId), spot(event)];
    if (gesture?.looks && before) look(before, here);
    if (before) pointers.set(event.pointerId, here);
    pointTo(at(event));
    if (gesture?.stroke && before) {
      const each = event.getCoalescedEvents?.() ?? [];
      for (const one of each.length > 0 ? each : [event]) drawTo(at(one));
    }
    if (gesture?.before) {
      const scale = pixels();
      const { from, nudge } = gesture;
      const right = tenth(nudge.right + (here.x - from.x) / scale);
      now = { ...now, nudge: { ...nudge, right, down: tenth(nudge.down + (here.y - from.y) / scale) } };
      show();
    }
    redraw();
  });
  const release = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (gesture?.stroke) endStroke();
    else if (gesture?.before) {
      const { before } = gesture;
      const after = now;
      gesture = null;
      now = before;
      if (after !== before) done(after);
    } else if (pointers.size === 0) gesture = null;
    redraw();
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => { cursor.isSeen = isDrawing; redraw(); });
  // With the focus only: otherwise the wheel moves the page.
  canvas.addEventListener("wheel", (event) => {
    if (document.activeElement !== canvas || choice("tool") !== "crop") return;
    event.preventDefault();
    grow(now.nudge.scale * (event.deltaY < 0 ? 1.01 : 1 / 1.01));
  }, { passive: false });

  // Fields and choices.
  for (const name of ["right", "down", "scale"]) {
    elements[name].addEventListener("change", () => {
      const nudge = fields(now.nudge);
      if (JSON.stringify(nudge) === JSON.stringify(now.nudge)) return;
      past.push(now);
      future = [];
      now = { ...now, nudge };
      isChanged = true;
      show(true);
    });
  }
  size.addEventListener("input", () => grow(Number(size.value)));
  for (const input of document.querySelectorAll("[name=tool], [data-original], [data-brush]")) {
    input.addEventListener("input", () => show(true));
  }
  // What is under the brush or pointer stays there; the whole photo stands in the middle.
  for (const input of document.querySelectorAll("[name=zoom]")) {
    input.addEventListener("input", () => {
      const part = scaleSeen / pixels();
      const { x, y } = cursor;
      if (choice("zoom") === "1") Object.assign(view, { x: frame.width / 2, y: frame.height / 2 });
      else if (cursor.isSeen) Object.assign(view, { x: x - (x - view.x) * part, y: y - (y - view.y) * part });
      show(true);
    });
  }
  undo.addEventListener("click", back);
  redo.addEventListener("click", again);
  afresh.addEventListener("click", () => done({ nudge: { right: 0, down: 0, scale: 1 }, strokes: [] }));
  addEventListener("resize", redraw);

  // Keys.
  const press = (selector) => {
    const found = find(selector);
    found?.click();
    return Boolean(found);
  };
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const arrow = ([x, y], isFast) => {
    if (choice("tool") === "crop") {
      const px = isFast ? 10 : 1;
      return move(x * px, y * px);
    }
    if (choice("tool") === "pan") {
      look({ x: 0, y: 0 }, { x: -x * canvas.clientWidth / 10, y: -y * canvas.clientHeight / 10 });
      return redraw();
    }
    const px = Math.max(brush.value / 2, 1) * (isFast ? 5 : 1);
    pointTo({ x: cursor.x + x * px, y: cursor.y + y * px });
    if (isDrawing) drawTo({ x: cursor.x, y: cursor.y });
    redraw();
  };
  const pen = () => {
    if (!paints()) return;
    if (isDrawing) {
      endStroke();
      return tell(words.up);
    }
    pointTo(cursor);
    beginStroke({ x: cursor.x, y: cursor.y });
    isDrawing = Boolean(gesture?.stroke);
    if (isDrawing) tell(words.down);
  };
  const zoom = () => {
    const all = [...document.querySelectorAll("[name=zoom]")];
    all[(all.findIndex((one) => one.checked) + 1) % all.length].click();
  };
  const widen = (by) => {
    brush.value = String(Number(brush.value) + by);
    show(true);
  };
  const leave = () => {
    if (!isChanged || mayLeave) return press("[data-back]");
    mayLeave = true;
    tell(words.leave);
  };
  const typing = (target) => target.closest("input[type=text], textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing || typing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const doneByKey = () => {
      if (event.ctrlKey || event.metaKey) {
        if (key === "z") return (event.shiftKey ? again() : back()) ?? true;
        if (key === "y") return again() ?? true;
        return false;
      }
      const onStage = !event.target.closest("input, button, a, summary");
      if (arrows[key]) return onStage && (arrow(arrows[key], event.shiftKey) ?? true);
      if (key === " " && event.target === canvas) return pen() ?? true;
      if (key === "Escape") return leave() ?? true;
      if (key === "z") return zoom() ?? true;
      if (key === "o") return press("[data-original]");
      if (key === "[" || key === "]") return widen(key === "]" ? 1 : -1) ?? true;
      if (key === "+" || key === "=") return grow(now.nudge.scale * 1.01) ?? true;
      if (key === "-") return grow(now.nudge.scale / 1.01) ?? true;
      if (key === "h") return press(".keys > summary");
      if (/^[ts]$/.test(key)) return press(`[data-key="${key}"]`);
      return /^[cxvg]$/.test(key) && press(`[data-tool-key="${key.toUpperCase()}"]`);
    };
    if (doneByKey()) event.preventDefault();
  });

  const { tool, zoom: zoomed, width, x, y } = kept();
  if (tool) {
    find(`[name=tool][value=${tool}]`).checked = true;
    find(`[name=zoom][value="${zoomed}"]`).checked = true;
    brush.value = width;
    Object.assign(view, { x, y });
  }
  form.addEventListener("submit", () => {
    const seen = { of: form.action, tool: choice("tool"), zoom: choice("zoom"), width: brush.value, ...view };
    sessionStorage.setItem(KEPT, JSON.stringify(seen));
  });

  find("[data-still]").hidden = true;
  canvas.hidden = false;
  for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;
  show(true);
};

const picture = find("[data-still] img");
const photo = find(".adjust-photo img");
if (live && picture && photo) {
  // Without the pictures the form stays what it is without this module.
  Promise.all([picture.decode(), photo.decode()])
    .then(() => begin({ picture, photo }))
    .catch((error) => console.error(error));
}
