// A camera over the whole page with the framing guide, the rear one first. The preview of the front
// camera is mirrored, as people know themselves; the picture that is taken never.

const QUALITY = 0.95;

const stopAll = (stream) => stream?.getTracks().forEach((track) => track.stop());

const ask = (facing) =>
  navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: facing, width: { ideal: 2560 }, height: { ideal: 1920 } },
  });

// The camera's whole frame as a JPEG file.
function grab(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((done) => {
    canvas.toBlob((blob) => done(blob && new File([blob], "camera.jpg", { type: "image/jpeg" })), "image/jpeg", QUALITY);
  });
}

// Opens the dialog; gives { file }, { refused: true } where there is no camera
// for this page, or {} where the person closed it.
export async function take(dialog) {
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const video = part("video");
  // Somebody else takes the picture, as the page advises; the key turns it.
  let facing = "environment";
  let stream;

  const look = async () => {
    stopAll(stream);
    stream = await ask(facing);
    video.srcObject = stream;
    video.classList.toggle("viewfinder-mirrored", facing === "user");
    await video.play();
  };

  try {
    await look();
  } catch {
    stopAll(stream);
    return { refused: true };
  }

  const ended = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: ended.signal });
  dialog.showModal();
  part("shutter").focus();

  const outcome = await new Promise((done) => {
    on(part("close"), "click", () => done({}));
    on(dialog, "cancel", () => done({}));
    on(part("shutter"), "click", async () => {
      if (video.videoWidth === 0) return;
      const file = await grab(video);
      if (file) done({ file });
    });
    on(part("turn"), "click", async () => {
      const before = facing;
      facing = facing === "user" ? "environment" : "user";
      try {
        await look();
      } catch {
        // There is only one.
        facing = before;
        await look().catch(() => done({}));
      }
    });
  });

  ended.abort();
  stopAll(stream);
  video.srcObject = null;
  if (dialog.open) dialog.close();
  return outcome;
}
