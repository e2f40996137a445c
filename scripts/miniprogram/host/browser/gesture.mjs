/**
 * Whether the code that runs now was started by a tap of the person: some calls of WeChat
 * work only then. A tap lasts through its handler and the promises that it settles at once.
 */
export const isTapping = {
  now: false,
  forAMoment() {
    isTapping.now = true
    setTimeout(() => {
      isTapping.now = false
    })
  },
}
