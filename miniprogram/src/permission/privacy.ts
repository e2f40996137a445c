// WeChat's privacy authorization: before the first picture the user agrees to the guide on privacy.
// WeChat asks this mini-programme, and the component privacy-question asks the user.


type Resolve = (answer: { event: "agree" | "disagree" | "exposureAuthorization"; buttonId?: string }) => void;

let waiting: Resolve[] = [];
const asking = new Set<() => void>();

/** Listens for WeChat's question; once, at the start. */
export function listenForPrivacy(): void {
  // Phones whose WeChat is older than 8.0.37 ask nothing.
  if (typeof wx.onNeedPrivacyAuthorization !== "function") return;
  const heard = (resolve: Resolve): void => {
    waiting.push(resolve);
    asking.forEach((ask) => ask());
  };
  wx.onNeedPrivacyAuthorization(heard as unknown as Parameters<typeof wx.onNeedPrivacyAuthorization>[0]);
}

/** Calls `ask` whenever the user is to be asked; gives what ends that. */
export function whenPrivacyIsAsked(ask: () => void): () => void {
  asking.add(ask);
  if (waiting.length > 0) ask();
  return () => {
    asking.delete(ask);
  };
}

/** The user's answer; agreeing is by the button of this id, as WeChat wants it. */
export function answerPrivacy(answer: { readonly event: "agree"; readonly buttonId: string } | { readonly event: "disagree" }): void {
  const told = waiting;
  waiting = [];
  told.forEach((resolve) => resolve(answer));
}
