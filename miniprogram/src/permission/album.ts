// Saves a picture to the phone's album.

import type { WechatFailure } from "./refused";

/** Saves the picture; gives the failure, or nothing where it was saved. */
export function savePicture(file: string): Promise<WechatFailure | undefined> {
  return new Promise((done) => {
    wx.saveImageToPhotosAlbum({ filePath: file, success: () => done(undefined), fail: (failure) => done(failure) });
  });
}
