// Where the photo lies in the picture for a nudge of the head, and what its rules
// read then. Figures as the program documents them: lengths in pixels of the photo.

// From the picture as it is stored to the picture with the person upright.
const upright = (turn, width, height) => ({
  right: new DOMMatrix([0, 1, -1, 0, height, 0]),
  half: new DOMMatrix([-1, 0, 0, -1, width, height]),
  left: new DOMMatrix([0, -1, 1, 0, 0, width]),
})[turn] ?? new DOMMatrix();

export const frameOf = (live) => {
  const { made, eyes_px: [eyesX, eyesY], crop_px: [corner, across, , below] } = live;
  const [width, height] = live.rulers.size_px;
  const ofPicture = new DOMMatrix([
    (across[0] - corner[0]) / width, (across[1] - corner[1]) / width,
    (below[0] - corner[0]) / height, (below[1] - corner[1]) / height,
    corner[0], corner[1],
  ]).inverse();

  // Beyond the nudge that the photo was made with.
  const further = ({ right, down, scale }) =>
    ({ right: right - made.right, down: down - made.down, scale: scale / made.scale });

  return {
    width,
    height,
    // From the photo as it was made to the photo with this nudge.
    moved(nudge) {
      const { right, down, scale } = further(nudge);
      return new DOMMatrix().translate(eyesX + right, eyesY + down).scale(scale).translate(-eyesX, -eyesY);
    },
    // From the upright picture to the photo with this nudge.
    ofPicture(nudge) {
      return this.moved(nudge).multiply(ofPicture);
    },
    // From the stored picture, drawn at another size, to the upright one.
    ofStored(image) {
      const { naturalWidth: w, naturalHeight: h } = image;
      const turned = live.turn === "right" || live.turn === "left" ? h : w;
      return new DOMMatrix().scale(live.upright_px[0] / turned).multiply(upright(live.turn, w, h));
    },
    // What each rule reads, whether it is held, and whether as much is granted.
    reads(nudge) {
      const { right, down, scale } = further(nudge);
      const near = 0.05;
      return live.follows.map((rule) => {
        const px = rule.at_none_px + (rule.px - rule.at_none_px) * scale + rule.right_px * right + rule.down_px * down;
        const within = (least, most) => px >= (least ?? -Infinity) - near && px <= (most ?? Infinity) + near;
        return { px, held: within(rule.min_px, rule.max_px), granted: within(rule.least_px, rule.most_px) };
      });
    },
    // Whether it is farther than any specification lets it go.
    isFar({ right, down, scale }) {
      const { most_shift, least_scale, most_scale } = live.limits;
      return Math.abs(right) > most_shift * width || Math.abs(down) > most_shift * height
        || scale < least_scale || scale > most_scale;
    },
  };
};
