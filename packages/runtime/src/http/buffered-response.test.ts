import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { BufferedResponse, type ResponseHead } from "./buffered-response.js";

const JSON_TEXT = `{"name":"größe"}`;

type Content = ConstructorParameters<typeof BufferedResponse>[1];

function bufferedWith({
  content = JSON_TEXT,
  ...overrides
}: Partial<ResponseHead> & { content?: Content } = {}): BufferedResponse {
  const head = {
    status: 201,
    statusText: "Created",
    headers: new Headers({ "content-type": "application/json", "x-id": "1" }),
    url: "https://api.example.com/things",
  };
  return new BufferedResponse({ ...head, ...overrides }, content);
}

/** The same bytes as text and as bytes: the two ways of holding a body. */
const contents: [string, Content][] = [
  ["text", JSON_TEXT],
  ["bytes", new TextEncoder().encode(JSON_TEXT)],
  ["a part of other bytes", new TextEncoder().encode(`--${JSON_TEXT}--`).subarray(2, -2)],
];

describe("BufferedResponse", () => {
  it("is a Response to instanceof, even the first one that is made", () => {
    expect(bufferedWith()).toBeInstanceOf(Response);
    expect(bufferedWith()).toBeInstanceOf(BufferedResponse);
  });

  const members = Object.entries(Object.getOwnPropertyDescriptors(Response.prototype))
    .filter(([name]) => name !== "constructor")
    .map(([name, { value }]) => [name, typeof value === "function"] as const);

  it.each(members)("has the platform's member %s", async (name, isMethod) => {
    const response = bufferedWith({
      headers: new Headers({ "content-type": "application/x-www-form-urlencoded" }),
      content: "{}",
    });
    // A member that were the platform's own would refuse an object that it has not made.
    const member: unknown = Reflect.get(response, name);
    const value: unknown = isMethod
      ? await Reflect.apply(member as () => unknown, response, [])
      : member;
    expect(value).toBeDefined();
  });

  it("gives status, status text, headers, URL and type", () => {
    const response = bufferedWith();
    expect(response).toMatchObject({
      status: 201,
      statusText: "Created",
      url: "https://api.example.com/things",
      redirected: false,
      type: "basic",
    });
    expect(response.headers.get("x-id")).toBe("1");
  });

  it("has an empty status text and URL where none is given", () => {
    const response = new BufferedResponse({ status: 200, headers: new Headers() }, "");
    expect(response).toMatchObject({ statusText: "", url: "" });
  });

  it.each([
    [199, false],
    [200, true],
    [204, true],
    [299, true],
    [300, false],
    [404, false],
    [500, false],
  ])("with status %d is ok: %s", (status, ok) => {
    expect(bufferedWith({ status }).ok).toBe(ok);
  });

  it.each(contents)(
    "held as %s gives what the platform's Response would give",
    async (_name, content) => {
      const headers = { "content-type": "application/json" };
      const ours = bufferedWith({ content, headers: new Headers(headers) });
      const platform = () => new Response(JSON_TEXT, { headers });
      expect(await ours.text()).toBe(await platform().text());
      expect(await ours.json()).toEqual(await platform().json());
      expect(await ours.bytes()).toEqual(await platform().bytes());
      expect(await ours.arrayBuffer()).toEqual(await platform().arrayBuffer());
      const blob = await ours.blob();
      expect(blob.type).toBe((await platform().blob()).type);
      expect(await blob.text()).toBe(JSON_TEXT);
      expect(await new Response(ours.body).text()).toBe(JSON_TEXT);
    },
  );

  it("drops a byte order mark from text, as the platform does, and keeps it in bytes", async () => {
    const content = Uint8Array.from([0xef, 0xbb, 0xbf, 0x41]);
    const response = bufferedWith({ content });
    expect(await response.text()).toBe("A");
    expect(await response.bytes()).toEqual(Uint8Array.from([0xef, 0xbb, 0xbf, 0x41]));
  });

  it("reads a form of either kind", async () => {
    const urlencoded = bufferedWith({
      headers: new Headers({ "content-type": "application/x-www-form-urlencoded" }),
      content: "a=1&a=2",
    });
    expect((await urlencoded.formData()).getAll("a")).toEqual(["1", "2"]);
    const multipart = bufferedWith({
      headers: new Headers({ "content-type": "multipart/form-data; boundary=x" }),
      content: '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
    });
    expect((await multipart.formData()).get("a")).toBe("1");
  });

  it.each(contents)(
    "held as %s can be read any number of times, in any way",
    async (_name, content) => {
      const response = bufferedWith({
        content,
        headers: new Headers({ "content-type": "application/x-www-form-urlencoded" }),
      });
      await response.text();
      await response.formData();
      await response.body?.cancel();
      expect(await response.text()).toBe(JSON_TEXT);
      expect(await response.json()).toEqual({ name: "größe" });
      expect([...(await response.formData()).keys()]).toHaveLength(1);
      expect(await response.bytes()).toHaveLength(18);
      expect((await response.blob()).size).toBe(18);
    },
  );

  it("gives away no bytes that a later reader needs", async () => {
    const response = bufferedWith({ content: Uint8Array.from([1, 2, 3]) });
    (await response.bytes()).fill(0);
    const buffer = await response.arrayBuffer();
    structuredClone(buffer, { transfer: [buffer] });
    expect(await response.bytes()).toEqual(Uint8Array.from([1, 2, 3]));
  });

  it("says that its body is used once its stream has been read, and not before", async () => {
    const response = bufferedWith();
    await response.text();
    expect(response.bodyUsed).toBe(false);
    expect(response.body).toBe(response.body);
    await response.body?.getReader().read();
    expect(response.bodyUsed).toBe(true);
  });

  it("rejects in json() what is no JSON, as the platform does", async () => {
    await expect(bufferedWith({ content: "<html>" }).json()).rejects.toBeInstanceOf(SyntaxError);
  });

  it("has a clone that stands on its own", async () => {
    const response = bufferedWith();
    const clone = response.clone();
    expect(clone).toBeInstanceOf(Response);
    expect(clone).toMatchObject({ status: 201, statusText: "Created", url: response.url });
    clone.headers.set("x-id", "2");
    expect(response.headers.get("x-id")).toBe("1");
    await clone.body?.cancel();
    expect(response.bodyUsed).toBe(false);
    expect(await clone.text()).toBe(JSON_TEXT);
  });

  it.each([204, 205, 304])(
    "with status %d has no body, as the platform has none",
    async (status) => {
      const response = bufferedWith({ status, content: "" });
      expect(response.body).toBeNull();
      expect(await response.text()).toBe("");
      expect(await response.bytes()).toHaveLength(0);
      expect((await response.blob()).size).toBe(0);
    },
  );

  it("can be printed, which goes by the platform's own way of printing", () => {
    expect(inspect(bufferedWith())).toContain("201");
  });
});
