/** What the message of a failure adds where its body cannot be sent again. */
export const SENT_ONCE =
  " The body is a stream, which can be sent once only, and was not sent again; call again with a new one.";

const answers = new WeakSet<Response>();

/** Notes that the request of this answer would have been sent again, were its body no stream. */
export function noteSentOnce(response: Response): void {
  answers.add(response);
}

/** Whether {@link noteSentOnce} was told of an answer. */
export function wasSentOnce(response: Response): boolean {
  return answers.has(response);
}
