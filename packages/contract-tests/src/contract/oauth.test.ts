import { mockTest } from "@parley/mock/vitest";
import { createSinch } from "@parley/sinch";

const test = mockTest({ provider: "sinch" });

test("a client with client credentials gets its token from the mock and calls with it", async ({
  mock,
  expect,
}) => {
  const sinch = createSinch({
    keyId: "key",
    keySecret: "geheim",
    projectId: "project",
    baseUrl: mock.url,
    tokenUrl: `${mock.origin}/oauth2/token`,
  });
  await sinch.apps.list();
  await sinch.apps.list();

  const seen = mock.requests.map(({ path, status, headers }) => [
    path,
    status,
    headers["authorization"],
  ]);
  const list = ["/v1/projects/project/apps", 200, "Bearer [redacted]"];
  expect(seen).toEqual([["/oauth2/token", 200, "Basic [redacted]"], list, list]);
  expect(JSON.stringify(mock.requests)).not.toContain("geheim");
});
