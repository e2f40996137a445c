// What stands on the canvas: the picture, the photo over it, the rules and the
// strokes, in this order. Drawn anew as a whole each time.

const OUTSIDE = "rgb(0 0 0 / 55%)";
const TRACKS = { remove: "230 0 120", restore: "0 130 255" };
const HELD = "#06a050";
const MISSED = "#c25e00";

const put = (context, matrix) => context.setTransform(matrix);

const rules = (context, live, frame, nudge, map) => {
  const reads = frame.reads(nudge);
  const moved = frame.moved(nudge);
  const line = (x1, y1, x2, y2) => {
    const [a, b] = [map.transformPoint({ x: x1, y: y1 }), map.transformPoint({ x: x2, y: y2 })];
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
  };
  live.rulers.measures.forEach((ruler, nth) => {
    const rule = live.follows[nth];
    const isPlace = rule.right_px !== 0 || rule.down_px !== 0;
    // A place has a band of its own on the photo; that of a size goes with the head.
    for (const band of isPlace ? ruler.bands : []) {
      const { level, upright } = band;
      const [x, y, w, h] = level
        ? [0, level.from, frame.width, level.to - level.from]
        : [upright.from, 0, upright.to - upright.from, frame.height];
      const [a, b] = [map.transformPoint({ x, y }), map.transformPoint({ x: x + w, y: y + h })];
      context.fillStyle = "rgb(7 193 96 / 16%)";
      context.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
    }
    context.beginPath();
    for (const { level, upright } of ruler.lines) {
      const of = (x, y) => moved.transformPoint({ x, y });
      if (level) {
        const [a, b] = [of(level.from, level.y), of(level.to, level.y)];
        if (isPlace) line(0, a.y, frame.width, a.y);
        else line(a.x, a.y, b.x, b.y);
      } else {
        const [a, b] = [of(upright.x, upright.from), of(upright.x, upright.to)];
        if (isPlace) line(a.x, 0, a.x, frame.height);
        else line(a.x, a.y, b.x, b.y);
      }
    }
    context.strokeStyle = reads[nth].held ? HELD : MISSED;
    context.setLineDash(reads[nth].held ? [] : [6, 4]);
    context.lineWidth = 1.5;
    context.stroke();
  });
  context.setLineDash([]);
};

// Whole to half the radius, fading from there: drawn as a wide track and its core.
const track = (context, live, stroke, map, scale) => {
  const [w, h] = live.upright_px;
  const radius = stroke.radius * Math.max(w, h) * scale;
  const places = stroke.points.map(([x, y]) => map.transformPoint({ x: x * w, y: y * h }));
  const colour = TRACKS[stroke.kind];
  for (const [part, opacity] of [[1, 22], [0.5, 30]]) {
    context.beginPath();
    if (places.length === 1) {
      context.arc(places[0].x, places[0].y, radius * part, 0, 2 * Math.PI);
      context.fillStyle = `rgb(${colour} / ${opacity}%)`;
      context.fill();
      continue;
    }
    places.forEach(({ x, y }) => context.lineTo(x, y));
    context.lineWidth = 2 * radius * part;
    context.strokeStyle = `rgb(${colour} / ${opacity}%)`;
    context.stroke();
  }
  // The two kinds are told apart without colours too: what goes is struck through.
  if (stroke.kind === "remove" && places.length > 1) {
    context.beginPath();
    places.forEach(({ x, y }) => context.lineTo(x, y));
    context.lineWidth = 1.5;
    context.setLineDash([4, 4]);
    context.strokeStyle = "#fff";
    context.stroke();
    context.setLineDash([]);
  }
};

// `view` leads from the photo with its nudge to the canvas, in CSS pixels; `opacity`
// is that of the photo over the picture.
export const draw = (canvas, live, frame, { nudge, strokes, view, density, images, opacity, brush }) => {
  const context = canvas.getContext("2d");
  const whole = new DOMMatrix().scale(density).multiply(view);
  put(context, new DOMMatrix());
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.lineCap = "round";
  context.lineJoin = "round";

  const picture = whole.multiply(frame.ofPicture(nudge));
  put(context, picture.multiply(frame.ofStored(images.picture)));
  context.drawImage(images.picture, 0, 0);

  put(context, whole);
  context.save();
  context.beginPath();
  context.rect(0, 0, frame.width, frame.height);
  context.clip();
  if (opacity > 0) {
    put(context, whole.multiply(frame.moved(nudge)));
    context.globalAlpha = opacity;
    context.drawImage(images.photo, 0, 0, frame.width, frame.height);
  }
  context.restore();

  put(context, new DOMMatrix());
  const [from, to] = [whole.transformPoint({ x: 0, y: 0 }), whole.transformPoint({ x: frame.width, y: frame.height })];
  context.beginPath();
  context.rect(0, 0, canvas.width, canvas.height);
  context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
  context.fillStyle = OUTSIDE;
  context.fill("evenodd");

  put(context, new DOMMatrix().scale(density));
  const ofPicture = view.multiply(frame.ofPicture(nudge));
  const scale = Math.hypot(ofPicture.a, ofPicture.b);
  for (const stroke of strokes) track(context, live, stroke, ofPicture, scale);
  rules(context, live, frame, nudge, view);
  for (const [width, colour] of [[3, "#000"], [1.5, "#fff"]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    const [a, b] = [view.transformPoint({ x: 0, y: 0 }), view.transformPoint({ x: frame.width, y: frame.height })];
    context.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y);
    if (!brush) continue;
    context.beginPath();
    context.arc(brush.x, brush.y, brush.radius, 0, 2 * Math.PI);
    context.stroke();
  }
};
