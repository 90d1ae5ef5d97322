import { webhooks as resthooks } from "@parley/rapidpro";
import { webhooks } from "@parley/sinch";

interface Seen {
  /** Keeps a name for so many milliseconds; false where it is kept already. */
  add(name: string, milliseconds: number): Promise<boolean>;
}

export async function rotateAndRemember(request: Request, seen: Seen, secrets: readonly string[]) {
  // #region rotate
  const event = await webhooks.unwrap({
    body: await request.arrayBuffer(),
    headers: request.headers,
    secret: secrets, // the new one and the old one, while both are in use
    tolerance: 60_000,
    rememberNonce: (nonce) => seen.add(nonce, 120_000),
  });
  // #endregion rotate
  return event;
}

export async function readResthook(request: Request) {
  // #region resthook
  const event = await resthooks.unwrap({ body: await request.text(), headers: request.headers });
  if (event.type === "resthook") console.log(event.data.flow.name);
  // #endregion resthook
  return event;
}
