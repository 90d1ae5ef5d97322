/** Changes that are seeded into our own descriptions, with what has to be said of each. */
import { isObject } from "../description/json.js";
import { pointerKeys } from "../description/json-pointer.js";
import type { OpenApiDocument } from "../description/openapi.js";
import { isHttpMethod } from "../description/openapi.js";
import type { Level } from "./change.js";

export type Provider = "asapp" | "rapidpro" | "respond-io" | "sinch";

/**
 * One edit of a document. A place is a JSON Pointer, or one that starts at an operation
 * (`op:contacts.get/summary`) or at a component (`schema:Contact/properties`).
 */
type Edit =
  | readonly ["set", place: string, value: unknown]
  | readonly ["remove", place: string]
  | readonly ["rename", place: string, key: string]
  | readonly ["add", place: string, item: unknown]
  | readonly ["drop", place: string, item: unknown];

/** A change of a description, and what has to be said of it: a part of each sentence. */
export interface SeededChange {
  readonly kind: string;
  readonly provider: Provider;
  /** Edits of the published description, where it has nothing of the sort. */
  readonly before?: readonly Edit[];
  readonly edits: readonly Edit[];
  readonly expected: readonly (readonly [level: Level, says: string])[];
  /** Changes of one round stand beside one another in one document. Default: 1. */
  readonly round?: number;
}

/** A copy of a document with the edits of some changes. */
export function edited(
  document: OpenApiDocument,
  changes: readonly SeededChange[],
  which: "before" | "edits",
): OpenApiDocument {
  const copy = structuredClone(document);
  for (const { kind, [which]: edits = [] } of changes) {
    for (const edit of edits) {
      if (!apply(copy, edit)) throw new Error(`"${kind}": nothing is at ${edit[1]}.`);
    }
  }
  return copy;
}

function apply(document: OpenApiDocument, edit: Edit): boolean {
  const [action, place] = edit;
  const keys = keysOf(document, place);
  const last = keys.pop() ?? "";
  const parent = reach(document, keys);
  if (parent === undefined) return false;
  const target = parent[last];
  switch (action) {
    case "set":
      parent[last] = structuredClone(edit[2]);
      return true;
    case "remove":
      if (Array.isArray(parent)) parent.splice(Number(last), 1);
      else delete parent[last];
      return target !== undefined;
    case "rename": {
      const entries = Object.entries(parent);
      for (const [key] of entries) delete parent[key];
      for (const [key, value] of entries) parent[key === last ? edit[2] : key] = value;
      return target !== undefined;
    }
    case "add":
      if (!Array.isArray(target)) return false;
      target.push(structuredClone(edit[2]));
      return true;
    case "drop": {
      if (!Array.isArray(target)) return false;
      const index = target.indexOf(edit[2]);
      if (index === -1) return false;
      target.splice(index, 1);
      return true;
    }
    default:
      return action satisfies never;
  }
}

function reach(
  document: OpenApiDocument,
  keys: readonly string[],
): Record<string, unknown> | undefined {
  let current: unknown = document;
  for (const key of keys) {
    if (typeof current !== "object" || current === null) return undefined;
    // An array is reached by its indices, as an object by its keys.
    current = (current as Record<string, unknown>)[key];
  }
  return typeof current === "object" && current !== null
    ? (current as Record<string, unknown>)
    : undefined;
}

function keysOf(document: OpenApiDocument, place: string): string[] {
  const [, scheme, name = "", rest = ""] = /^(op|schema):([^/]+)(.*)$/.exec(place) ?? [];
  if (scheme === undefined) return pointerKeys(place);
  if (scheme === "schema") return ["components", "schemas", name, ...pointerKeys(rest)];
  for (const [path, pathItem] of Object.entries(document.paths ?? {})) {
    if (!isObject(pathItem)) continue;
    for (const [field, operation] of Object.entries(pathItem)) {
      if (!isHttpMethod(field) || !isObject(operation)) continue;
      if (operation["operationId"] === name) return ["paths", path, field, ...pointerKeys(rest)];
    }
  }
  return ["paths", name];
}

const thing = {
  operationId: "things.get",
  summary: "Get a thing",
  responses: { "200": { description: "Done." }, "404": { description: "Not found." } },
};

export const seededChanges: readonly SeededChange[] = [
  // Operations and their names.
  {
    kind: "an operation is removed",
    provider: "sinch",
    edits: [["remove", "op:capability.query"]],
    expected: [["major", "`capability.query` is gone: code that calls it stops compiling."]],
  },
  {
    kind: "an operation is added",
    provider: "sinch",
    edits: [["set", "/paths/~1v1~1things", { get: thing }]],
    expected: [["minor", "`things.get` is new."]],
  },
  {
    kind: "an operation is renamed",
    provider: "respond-io",
    edits: [["set", "op:closingNotes.list/operationId", "notes.list"]],
    expected: [["major", "`closingNotes.list` is now `notes.list`"]],
  },
  {
    kind: "the path of an operation changes",
    provider: "asapp",
    edits: [["rename", "/paths/~1v1~1health", "/v2/health"]],
    expected: [["major", "`health.get` is now sent as `GET /v2/health`, not as `GET /v1/health`"]],
  },
  {
    kind: "the HTTP method of an operation changes",
    provider: "sinch",
    edits: [["rename", "op:templates.update", "patch"]],
    expected: [
      [
        "major",
        "`templates.update` is now sent as `PATCH /v2/projects/{project_id}/templates/{template_id}`, not as `PUT",
      ],
    ],
  },
  {
    kind: "an operation is deprecated",
    provider: "sinch",
    edits: [["set", "op:conversations.stop/deprecated", true]],
    expected: [["minor", "`conversations.stop` is deprecated now"]],
  },
  {
    kind: "an operation goes to another server",
    provider: "sinch",
    edits: [
      [
        "set",
        "op:apps.list/servers",
        [
          {
            url: "https://{region}.template.api.sinch.com",
            variables: { region: { default: "us", enum: ["us", "eu", "br"] } },
            "x-parley-server": { name: "template" },
          },
        ],
      ],
    ],
    expected: [["major", '`apps.list` goes to the server `"template"` instead of `"default"`']],
  },

  // Parameters.
  {
    kind: "a required parameter is added",
    provider: "sinch",
    edits: [
      [
        "set",
        "op:apps.get/parameters",
        [{ name: "tenant", in: "query", required: true, schema: { type: "string" } }],
      ],
    ],
    expected: [["major", "`apps.get` now needs `tenant`: calls without it stop compiling."]],
  },
  {
    kind: "an optional parameter is added",
    provider: "sinch",
    edits: [
      [
        "add",
        "op:conversations.list/parameters",
        { name: "order", in: "query", schema: { type: "string" } },
      ],
    ],
    expected: [["minor", "`conversations.list` now takes `order`, too."]],
  },
  {
    kind: "a parameter is removed",
    provider: "sinch",
    edits: [["remove", "op:contacts.list/parameters/2"]],
    expected: [
      [
        "major",
        "`contacts.list` no longer takes `external_id`: code that passes it stops compiling.",
      ],
    ],
  },
  {
    kind: "a parameter becomes required",
    provider: "sinch",
    edits: [["set", "op:events.list/parameters/0/required", true]],
    expected: [["major", "`events.list` now needs `conversation_id`"]],
  },
  {
    kind: "a parameter becomes optional",
    provider: "sinch",
    edits: [["remove", "op:conversations.listRecent/parameters/1/required"]],
    expected: [["minor", "`conversations.listRecent` no longer needs `page_size`."]],
  },
  {
    kind: "a query parameter is renamed",
    provider: "sinch",
    edits: [["set", "op:messages.list/parameters/4/name", "from_time"]],
    expected: [
      [
        "major",
        "`messages.list` takes `from_time` instead of `start_time`: code that passes `start_time` stops compiling.",
      ],
    ],
  },
  {
    kind: "a path parameter is renamed",
    provider: "asapp",
    edits: [
      [
        "rename",
        "/paths/~1generativeagent~1v1~1call-transfers~1{callTransferId}",
        "/generativeagent/v1/call-transfers/{transferId}",
      ],
      ["set", "op:generativeAgent.callTransfers.get/parameters/0/name", "transferId"],
    ],
    expected: [
      [
        "major",
        "`generativeAgent.callTransfers.get` takes `transferId` instead of `callTransferId`",
      ],
    ],
  },
  {
    kind: "a parameter moves from the query to a header",
    provider: "asapp",
    edits: [
      ["set", "op:mediaGateway.generativeAgent.getTwilioMediaStreamUrl/parameters/0/in", "header"],
    ],
    expected: [
      [
        "major",
        "sends `voiceAgentMode` as a header parameter, no longer as a query parameter: calls of the method stay as they are, those of `client.api` stop compiling.",
      ],
    ],
  },
  {
    kind: "a parameter is written in another style",
    provider: "sinch",
    edits: [["set", "op:templates.listTranslations/parameters/0/allowReserved", true]],
    expected: [["major", "`templates.listTranslations` writes `language_code` otherwise"]],
  },
  {
    kind: "the type of a parameter is narrowed",
    provider: "rapidpro",
    edits: [
      ["set", "op:archives.list/parameters/5/schema/type", "string"],
      ["remove", "op:archives.list/parameters/5/schema/minimum"],
    ],
    expected: [
      [
        "major",
        "`ArchivesListParameters.limit` can no longer be `integer`: code that passes it stops compiling.",
      ],
      ["minor", "`ArchivesListParameters.limit` can also be `string`."],
      ["minor", "`ArchivesListParameters.limit` has no `minimum` any more."],
    ],
  },
  {
    kind: "the type of a parameter is widened",
    provider: "sinch",
    edits: [["set", "op:events.list/parameters/2/schema/type", ["integer", "string"]]],
    expected: [["minor", "`EventsListParameters.page_size` can also be `string`."]],
  },
  {
    kind: "the default of a parameter changes",
    provider: "asapp",
    edits: [["set", "/components/parameters/MaxPerPage/schema/default", 100]],
    expected: [["major", "is `100` where it is left out, no longer `1000`."]],
  },
  {
    kind: "the upper bound of a parameter falls",
    provider: "sinch",
    edits: [["set", "op:contacts.list/parameters/0/schema/maximum", 10]],
    expected: [
      [
        "major",
        "`ContactsListParameters.page_size` has the `maximum` `10`, no longer `20`: a value that was accepted may be refused.",
      ],
    ],
  },
  {
    kind: "the upper bound of a parameter rises",
    provider: "sinch",
    edits: [["set", "op:messages.list/parameters/6/schema/maximum", 2000]],
    expected: [
      ["minor", "`MessagesListParameters.page_size` has the `maximum` `2000`, no longer `1000`."],
    ],
  },
  {
    kind: "the pattern of a parameter changes",
    provider: "rapidpro",
    edits: [["set", "op:archives.list/parameters/3/schema/pattern", "^[0-9]{8}"]],
    expected: [["major", "`ArchivesListParameters.before` has the `pattern`"]],
  },
  {
    kind: "a parameter is deprecated",
    provider: "sinch",
    edits: [["set", "op:templates.listTranslations/parameters/1/deprecated", true]],
    expected: [
      [
        "minor",
        "`templates.listTranslations` takes `translation_version` still, which is deprecated now.",
      ],
    ],
  },

  // Request bodies.
  {
    kind: "a required body is added",
    provider: "sinch",
    edits: [
      [
        "set",
        "op:conversations.stop/requestBody",
        { required: true, content: { "application/json": { schema: { type: "object" } } } },
      ],
    ],
    expected: [
      [
        "major",
        "`conversations.stop`: `body` has to be given now: calls without it stop compiling.",
      ],
    ],
  },
  {
    kind: "an optional body is added",
    provider: "respond-io",
    edits: [
      [
        "set",
        "op:contacts.delete/requestBody",
        { content: { "application/json": { schema: { type: "object" } } } },
      ],
    ],
    expected: [["minor", "`contacts.delete`: a `body` can be given now."]],
  },
  {
    kind: "a body is removed",
    provider: "sinch",
    edits: [["remove", "op:conversations.injectEvent/requestBody"]],
    expected: [
      [
        "major",
        "`conversations.injectEvent`: there is no `body` any more: code that passes one stops compiling.",
      ],
    ],
  },
  {
    kind: "a body becomes optional",
    provider: "respond-io",
    edits: [["remove", "op:conversations.assign/requestBody/required"]],
    expected: [["minor", "`conversations.assign`: `body` need not be given any more."]],
  },
  {
    kind: "the media type of a body changes",
    provider: "rapidpro",
    edits: [
      [
        "rename",
        "op:media.create/requestBody/content/multipart~1form-data",
        "application/x-www-form-urlencoded",
      ],
    ],
    expected: [
      [
        "major",
        '`media.create`: the body is `"application/x-www-form-urlencoded"`, no longer `"multipart/form-data"`',
      ],
    ],
  },
  {
    kind: "a property that has to be sent is added",
    provider: "respond-io",
    edits: [
      ["set", "schema:CreateCommentRequest/properties/visibility", { type: "string" }],
      ["add", "schema:CreateCommentRequest/required", "visibility"],
    ],
    expected: [
      [
        "major",
        "`CreateCommentRequest.visibility` has to be given now: code without it stops compiling. Used by `comments.create`.",
      ],
      ["minor", "`CreateCommentRequest.visibility` is new."],
    ],
  },
  {
    kind: "a property that may be sent is added",
    provider: "respond-io",
    edits: [["set", "schema:DeleteTagRequest/properties/force", { type: "boolean" }]],
    expected: [["minor", "`DeleteTagRequest.force` is new. Used by `tags.delete`."]],
  },
  {
    kind: "a property that may be sent is removed",
    provider: "respond-io",
    edits: [["remove", "schema:UpdateTagRequest/properties/emoji"]],
    expected: [
      [
        "major",
        "`UpdateTagRequest.emoji` is gone: code that passes it stops compiling. Used by `tags.update`.",
      ],
    ],
  },
  {
    kind: "a property that may be sent is renamed",
    provider: "respond-io",
    edits: [["rename", "schema:CreateTagRequest/properties/colorCode", "color"]],
    expected: [["major", "`CreateTagRequest.colorCode` is now `color`"]],
  },
  {
    kind: "a property no longer has to be sent",
    provider: "respond-io",
    edits: [["drop", "schema:FilterCondition/required", "field"]],
    expected: [
      ["minor", "`FilterCondition.field` need not be given any more. Used by `contacts.list`."],
    ],
  },
  {
    kind: "null is no longer accepted",
    provider: "respond-io",
    edits: [["set", "schema:CreateCustomFieldRequest/properties/allowedValues/type", "array"]],
    expected: [
      [
        "major",
        "`CreateCustomFieldRequest.allowedValues` can no longer be `null`: code that passes it stops compiling.",
      ],
    ],
  },
  {
    kind: "null is accepted",
    provider: "respond-io",
    edits: [["set", "schema:ListContactsRequest/properties/timezone/type", ["string", "null"]]],
    expected: [["minor", "`ListContactsRequest.timezone` can also be `null`."]],
  },
  {
    kind: "an enum that is sent grows",
    provider: "respond-io",
    edits: [["add", "schema:TextMessage/properties/messageTag/enum", "HUMAN_AGENT"]],
    expected: [
      ["minor", "`TextMessage.messageTag` can also be `HUMAN_AGENT`. Used by `messages.send`."],
    ],
  },
  {
    kind: "an enum that is sent shrinks",
    provider: "respond-io",
    edits: [["drop", "schema:OutgoingAttachment/properties/type/enum", "audio"]],
    expected: [
      [
        "major",
        "`OutgoingAttachment.type` can no longer be `audio`: code that passes it stops compiling.",
      ],
    ],
  },
  {
    kind: "a string that is sent is closed",
    provider: "respond-io",
    edits: [["set", "schema:EmailMessage/properties/subject/enum", ["a", "b"]]],
    expected: [
      [
        "major",
        "`EmailMessage.subject` can only be `a` and `b` now: code that passes another value stops compiling.",
      ],
    ],
  },
  {
    kind: "what is sent may have any value",
    provider: "respond-io",
    edits: [["remove", "schema:EmailAttachment/properties/type/enum"]],
    expected: [["minor", "`EmailAttachment.type` can be any string now"]],
  },
  {
    kind: "what is sent may be shorter",
    provider: "respond-io",
    edits: [["set", "schema:CreateCommentRequest/properties/text/maxLength", 500]],
    expected: [
      [
        "major",
        "`CreateCommentRequest.text` has the `maxLength` `500`, no longer `1000`: a value that was accepted may be refused.",
      ],
    ],
  },
  {
    kind: "what is sent may be longer",
    provider: "respond-io",
    edits: [["set", "schema:CreateCustomFieldRequest/properties/name/maxLength", 80]],
    expected: [
      ["minor", "`CreateCustomFieldRequest.name` has the `maxLength` `80`, no longer `50`."],
    ],
  },
  {
    kind: "what is sent needs a format",
    provider: "respond-io",
    edits: [["set", "schema:EmailAttachment/properties/fileName/format", "uuid"]],
    expected: [
      [
        "major",
        '`EmailAttachment.fileName` has the `format` `"uuid"`: a value that was accepted may be refused.',
      ],
    ],
  },
  {
    kind: "a variant of what is sent is removed",
    provider: "respond-io",
    edits: [["remove", "schema:AssignConversationRequest/properties/assignee/oneOf/2"]],
    expected: [
      [
        "major",
        "`AssignConversationRequest.assignee<3>` is no longer one of the variants: code that passes it stops compiling.",
      ],
    ],
  },
  {
    kind: "a variant of what is sent is added",
    provider: "respond-io",
    edits: [["add", "schema:FilterValue/oneOf", { type: "boolean" }]],
    expected: [["minor", "`FilterValue<5>` is a further variant."]],
  },

  // What comes back.
  {
    kind: "a property that comes back is removed",
    provider: "sinch",
    edits: [["remove", "schema:Contact/properties/display_name"]],
    expected: [
      [
        "major",
        "`Contact.display_name` is gone: code that reads it stops compiling. Used by `contacts.list`, `contacts.create`, `contacts.get` and",
      ],
    ],
  },
  {
    kind: "a property that comes back is added",
    provider: "sinch",
    edits: [["set", "schema:Contact/properties/nickname", { type: "string" }]],
    expected: [["minor", "`Contact.nickname` is new."]],
  },
  {
    kind: "a property that came back always may be absent",
    provider: "rapidpro",
    edits: [["drop", "schema:Flow/required", "expires"]],
    expected: [
      [
        "major",
        "`Flow.expires` may be absent now: code that reads it stops compiling. Used by `flows.list` and `flows.get`.",
      ],
    ],
  },
  {
    kind: "a property that came back at times comes always",
    provider: "rapidpro",
    edits: [["add", "schema:Archive/required", "type"]],
    expected: [["minor", "`Archive.type` is always there now. Used by `archives.list`."]],
  },
  {
    kind: "what comes back may be null",
    provider: "rapidpro",
    edits: [["set", "schema:Workspace/properties/timezone/type", ["string", "null"]]],
    expected: [
      [
        "major",
        "`Workspace.timezone` can also be `null`: code that reads it has to handle that, or stops compiling.",
      ],
    ],
  },
  {
    kind: "what comes back is never null",
    provider: "rapidpro",
    edits: [["set", "schema:Workspace/properties/country/type", "string"]],
    expected: [["minor", "`Workspace.country` is never `null` any more."]],
  },
  {
    kind: "what comes back has another type",
    provider: "rapidpro",
    edits: [["set", "schema:Archive/properties/record_count/type", "string"]],
    expected: [
      ["major", "`Archive.record_count` can also be `string`"],
      ["major", "`Archive.record_count` can no longer be `integer`"],
    ],
  },
  {
    kind: "an open enum that comes back grows",
    provider: "sinch",
    edits: [["add", "schema:ReasonCode/x-parley-open-enum", "TOO_LATE"]],
    expected: [["minor", "`ReasonCode` can also be `TOO_LATE`, as editors now know."]],
  },
  {
    kind: "an open enum that comes back shrinks",
    provider: "rapidpro",
    edits: [["drop", "schema:Flow/properties/type/x-parley-open-enum", "survey"]],
    expected: [
      [
        "patch",
        "`Flow.type` is no longer known to be `survey`: code that compares with it compiles as before.",
      ],
    ],
  },
  {
    kind: "an enum that is sent by one method grows",
    provider: "sinch",
    edits: [["add", "schema:ChannelProfileChannel/enum", "TELEGRAM"]],
    expected: [["minor", "`ChannelProfileChannel` can also be `TELEGRAM`."]],
  },
  {
    kind: "an open enum that comes back is closed",
    provider: "rapidpro",
    edits: [
      ["set", "schema:Archive/properties/period/enum", ["daily", "monthly"]],
      ["remove", "schema:Archive/properties/period/x-parley-open-enum"],
    ],
    expected: [
      [
        "major",
        "`Archive.period` can only be `daily` and `monthly` now: code that compares with another value stops compiling.",
      ],
    ],
  },
  {
    kind: "what comes back has another format",
    provider: "rapidpro",
    edits: [["set", "schema:Topic/properties/created_on/format", "date"]],
    expected: [
      [
        "major",
        '`Topic.created_on` has the `format` `"date"`, no longer `"date-time"`: code may meet other values.',
      ],
    ],
  },
  {
    kind: "what comes back may be less than it could",
    provider: "rapidpro",
    edits: [["remove", "schema:Archive/properties/size/minimum"]],
    expected: [["major", "`Archive.size` has no `minimum` any more: code may meet other values."]],
  },
  {
    kind: "a property that comes back is deprecated",
    provider: "rapidpro",
    edits: [["set", "schema:Workspace/properties/anon/deprecated", true]],
    expected: [["minor", "`Workspace.anon` is deprecated now."]],
  },
  {
    kind: "what comes back has a further variant",
    provider: "respond-io",
    edits: [["add", "schema:Contact/properties/status/oneOf", { type: "integer" }]],
    expected: [
      [
        "major",
        "`Contact.status<3>` is a further variant: code that handles all variants stops compiling.",
      ],
    ],
  },
  {
    kind: "a success without a body is added",
    provider: "sinch",
    edits: [["set", "op:projectSettings.get/responses/204", { description: "None." }]],
    expected: [
      [
        "major",
        "`projectSettings.get`: the call can succeed with 204, too, which gives another type",
      ],
    ],
  },
  {
    kind: "a success of the same type is added",
    provider: "respond-io",
    edits: [["set", "op:users.get/responses/201", { $ref: "#/components/responses/User" }]],
    expected: [["minor", "`users.get`: the call can succeed with 201, too."]],
  },
  {
    kind: "a success is removed",
    provider: "respond-io",
    edits: [["remove", "op:customFields.create/responses/201"]],
    expected: [["major", "`customFields.create`: the status 201 is no longer declared"]],
  },
  {
    kind: "an error is added",
    provider: "asapp",
    edits: [
      [
        "set",
        "op:generativeAgent.getState/responses/503",
        { $ref: "#/components/responses/ServiceUnavailable" },
      ],
    ],
    expected: [["minor", "`generativeAgent.getState`: the status 503 is declared now, and typed."]],
  },
  {
    kind: "an error is removed",
    provider: "asapp",
    edits: [["remove", "op:generativeAgent.createStream/responses/400"]],
    expected: [
      [
        "major",
        "`generativeAgent.createStream`: the status 400 is no longer declared: code that tells it from others stops compiling.",
      ],
    ],
  },
  {
    kind: "the body of errors loses a property",
    provider: "respond-io",
    edits: [["remove", "schema:ErrorBody/properties/status"]],
    expected: [
      [
        "major",
        "`ErrorBody.status` is gone: code that reads it stops compiling. Used by `contacts.get`",
      ],
    ],
  },
  {
    kind: "the media type of an answer changes",
    provider: "respond-io",
    edits: [
      [
        "rename",
        "/components/responses/ClosingNotePage/content/application~1json",
        "application/vnd.example+json",
      ],
    ],
    expected: [
      [
        "major",
        'the answer 200 is `"application/vnd.example+json"`, no longer `"application/json"`',
      ],
    ],
  },
  {
    kind: "an answer's header is removed",
    provider: "rapidpro",
    edits: [["remove", "op:workspace.get/responses/200/headers"]],
    expected: [["major", "`workspace.get`: the answer's header"]],
  },
  {
    kind: "an answer's header is added",
    provider: "sinch",
    edits: [
      ["set", "op:apps.get/responses/200/headers", { "X-Trace": { schema: { type: "string" } } }],
    ],
    expected: [["minor", "`apps.get`: the answer's header"]],
  },
  {
    kind: "a type is renamed",
    provider: "rapidpro",
    edits: [
      ["rename", "schema:WorkspaceCredits", "Credits"],
      ["set", "schema:Workspace/properties/credits/$ref", "#/components/schemas/Credits"],
    ],
    expected: [
      ["major", "The type `WorkspaceCredits` is gone: code that imports it stops compiling."],
      ["minor", "The type `Credits` is new."],
    ],
  },

  // Credentials and servers.
  {
    kind: "a kind of credentials is no longer accepted",
    provider: "sinch",
    edits: [["remove", "/security/1"]],
    expected: [["major", "`basic` is no longer accepted: a client that uses it is refused."]],
  },
  {
    kind: "a further kind of credentials is accepted",
    provider: "respond-io",
    edits: [
      ["add", "/security", { apiKey: [] }],
      [
        "set",
        "/components/securitySchemes/apiKey",
        { type: "apiKey", in: "header", name: "x-key" },
      ],
    ],
    expected: [
      ["minor", "`apiKey` is accepted, too."],
      ["minor", 'The credentials `"apiKey"` are known now.'],
    ],
  },
  {
    kind: "credentials go into another header",
    provider: "asapp",
    edits: [["set", "/components/securitySchemes/apiId/name", "x-api-id"]],
    expected: [
      [
        "major",
        'The credentials `"apiId"` are sent otherwise: `name` is `"x-api-id"`, no longer `"asapp-api-id"`.',
      ],
    ],
  },
  {
    kind: "tokens come from another address",
    provider: "sinch",
    edits: [
      [
        "set",
        "/components/securitySchemes/oAuth2/flows/clientCredentials/tokenUrl",
        "https://token.example.com",
      ],
    ],
    expected: [["major", 'Access tokens come from `"https://token.example.com"`']],
  },
  {
    kind: "an environment is removed",
    provider: "asapp",
    edits: [["remove", "/servers/1"]],
    expected: [
      [
        "major",
        '`environment` can no longer be `"production"`: code that chooses it stops compiling.',
      ],
    ],
  },
  {
    kind: "an environment is added",
    provider: "asapp",
    edits: [
      [
        "add",
        "/servers",
        { url: "https://api.test.asapp.com", "x-parley-server": { environment: "staging" } },
      ],
    ],
    expected: [["minor", '`environment` can be `"staging"` now.']],
  },
  {
    kind: "the address of the server changes",
    provider: "respond-io",
    edits: [["set", "/servers/0/url", "https://api.respond.io/v3"]],
    expected: [
      ["major", 'go to `"https://api.respond.io/v3"`, no longer to `"https://api.respond.io/v2"`'],
    ],
  },
  {
    kind: "the default of a server's variable changes",
    provider: "rapidpro",
    edits: [["set", "/servers/0/variables/host/default", "rapidpro.example.com"]],
    expected: [
      [
        "major",
        'A client without the option `host` uses `"rapidpro.example.com"`, no longer `"textit.com"`.',
      ],
    ],
  },
  {
    kind: "a value of a server's variable is removed",
    provider: "sinch",
    round: 2,
    edits: [
      ["drop", "/servers/0/variables/region/enum", "br"],
      [
        "drop",
        "/paths/~1v2~1projects~1{project_id}~1templates/servers/0/variables/region/enum",
        "br",
      ],
      [
        "drop",
        "/paths/~1v2~1projects~1{project_id}~1templates~1{template_id}/servers/0/variables/region/enum",
        "br",
      ],
      [
        "drop",
        "/paths/~1v2~1projects~1{project_id}~1templates~1{template_id}~1translations/servers/0/variables/region/enum",
        "br",
      ],
    ],
    expected: [
      ["major", "The option `region` can no longer be `br`: code that gives it stops compiling."],
    ],
  },

  // Webhooks.
  {
    kind: "an event is renamed",
    provider: "respond-io",
    edits: [["rename", "/webhooks/call.ended", "call.finished"]],
    expected: [
      [
        "major",
        "The event `call.ended` is now `call.finished`: code that compares `type` with the old name stops compiling.",
      ],
    ],
  },
  {
    kind: "an event is removed",
    provider: "sinch",
    edits: [["remove", "/webhooks/OPT_OUT"]],
    expected: [["major", "The event `OPT_OUT` is gone"]],
  },
  {
    kind: "an event is added",
    provider: "sinch",
    edits: [
      [
        "set",
        "/webhooks/CONTACT_ARCHIVE",
        {
          "x-parley-webhook-key": "contact_archive",
          post: {
            requestBody: {
              required: true,
              content: { "application/json": { schema: { type: "object" } } },
            },
            responses: { "200": { description: "Taken." } },
          },
        },
      ],
    ],
    expected: [["minor", 'The event `CONTACT_ARCHIVE` is new: until now it came as `"unknown"`.']],
  },
  {
    kind: "the payload of an event loses a property",
    provider: "respond-io",
    edits: [["remove", "schema:CommentCreatedEvent/properties/mentionedUserIds"]],
    expected: [
      [
        "major",
        "`CommentCreatedEvent.mentionedUserIds` is gone: code that reads it stops compiling. Used by `comment.created`.",
      ],
    ],
  },
  {
    kind: "an event has another key",
    provider: "sinch",
    edits: [["set", "/webhooks/OPT_IN/x-parley-webhook-key", "opt_in"]],
    expected: [["major", "The event `OPT_IN` is recognised by the key `opt_in`"]],
  },
  {
    kind: "webhooks are signed otherwise",
    provider: "respond-io",
    edits: [["set", "/x-parley-webhooks/verification/signatureHeader", "X-Signature"]],
    expected: [
      [
        "major",
        "`webhooks.unwrap` verifies by other rules: what is signed in the old way is refused.",
      ],
    ],
  },
  {
    kind: "webhooks are signed",
    provider: "rapidpro",
    edits: [
      [
        "set",
        "/x-parley-webhooks/verification",
        { algorithm: "hmac-sha256", signatureHeader: "x-signature", signed: ["body"] },
      ],
    ],
    expected: [["major", "`webhooks.unwrap` now verifies a signature"]],
  },
  {
    kind: "a webhook may be older",
    provider: "sinch",
    edits: [["set", "/x-parley-webhooks/verification/tolerance", 600_000]],
    expected: [
      ["minor", "`webhooks.unwrap` takes an event for `600000` ms, no longer for `300000` ms."],
    ],
  },

  // The vocabulary.
  {
    kind: "the client's type is renamed",
    provider: "rapidpro",
    edits: [["set", "/x-parley-provider/typeName", "TextIt"]],
    expected: [["major", "The client's type is `TextIt` and its factory `createTextIt`"]],
  },
  {
    kind: "a client option is renamed",
    provider: "sinch",
    edits: [["set", "/x-parley-client-parameters/project_id/option", "project"]],
    expected: [
      ["major", "The option `projectId` is now `project`: code that gives it stops compiling."],
    ],
  },
  {
    kind: "a client option is read from another variable",
    provider: "sinch",
    edits: [["set", "/x-parley-client-parameters/project_id/environmentVariable", "SINCH_PROJECT"]],
    expected: [["major", "is read from `SINCH_PROJECT`, no longer from `SINCH_PROJECT_ID`"]],
  },
  {
    kind: "a client option is removed",
    provider: "sinch",
    round: 2,
    edits: [["remove", "/x-parley-client-parameters"]],
    expected: [
      ["major", "The option `projectId` is gone, and every call that has `project_id` needs it"],
    ],
  },
  {
    kind: "a rate limit is lowered",
    provider: "sinch",
    edits: [["set", "/x-parley-rate-limits/project/requests", 400]],
    expected: [
      [
        "minor",
        "The limit `project` is 400 requests in 1000 ms, no longer 800 requests in 1000 ms: calls wait longer.",
      ],
    ],
  },
  {
    kind: "a rate limit is raised",
    provider: "asapp",
    edits: [["set", "/x-parley-rate-limits/redactionEntities/concurrency", 4]],
    expected: [
      [
        "minor",
        "The limit `redactionEntities` is 4 at once, no longer 1 at once: calls wait less.",
      ],
    ],
  },
  {
    kind: "a rate limit is removed",
    provider: "respond-io",
    edits: [
      ["remove", "/x-parley-rate-limits/merge-contacts"],
      ["set", "op:contacts.merge/x-parley-rate-limit", []],
    ],
    expected: [
      ["major", "The limit `merge-contacts` is gone"],
      ["minor", "`contacts.merge` counts against no limit, no longer against `merge-contacts`."],
    ],
  },
  {
    kind: "a method counts against another limit",
    provider: "respond-io",
    edits: [["set", "op:users.get/x-parley-rate-limit", ["list-users"]]],
    expected: [["minor", "`users.get` counts against `list-users`, no longer against `get-user`."]],
  },
  {
    kind: "a method may be sent again",
    provider: "sinch",
    edits: [["set", "op:contacts.merge/x-parley-retry", { safety: "safe" }]],
    expected: [
      ["major", "`contacts.merge` may now be sent again after a failure whose outcome is unknown"],
    ],
  },
  {
    kind: "a method is no longer sent again",
    provider: "respond-io",
    edits: [["set", "op:contacts.update/x-parley-retry/safety", "unsafe"]],
    expected: [
      [
        "minor",
        "`contacts.update` is no longer sent again after a failure whose outcome is unknown",
      ],
    ],
  },
  {
    kind: "retries wait otherwise",
    provider: "respond-io",
    edits: [["set", "/x-parley-retry/schedules/449", [5000]]],
    expected: [["minor", "The client waits and retries by other rules."]],
  },
  {
    kind: "the timeout of methods is lowered",
    provider: "asapp",
    edits: [
      ["set", "op:configuration.segments.list/x-parley-timeout", 45_000],
      ["set", "op:configuration.segments.get/x-parley-timeout", 45_000],
    ],
    expected: [
      [
        "major",
        "`configuration.segments.list` and `configuration.segments.get` time out after 45000 ms, no longer after 60000 ms: a call that took longer fails.",
      ],
    ],
  },
  {
    kind: "the timeout of a method is raised",
    provider: "asapp",
    edits: [["set", "op:generativeAgent.analyze/x-parley-timeout", 90_000]],
    expected: [["minor", "`generativeAgent.analyze` may now take 90000 ms, not 30000 ms."]],
  },
  {
    kind: "pages are walked in another style",
    provider: "asapp",
    edits: [
      [
        "set",
        "op:configuration.customVocabularies.list/x-parley-pagination",
        { style: "url", items: "/customVocabularies", next: "/nextCursor" },
      ],
    ],
    expected: [
      [
        "major",
        '`configuration.customVocabularies.list` walks pages by `"url"`, no longer by `"token"`: a stored cursor does not resume a walk.',
      ],
    ],
  },
  {
    kind: "a method is no list any more",
    provider: "asapp",
    edits: [["remove", "op:configuration.structuredDataFields.list/x-parley-pagination"]],
    expected: [
      [
        "major",
        "`configuration.structuredDataFields.list` is no list any more: `for await` over the call stops compiling.",
      ],
    ],
  },
  {
    kind: "a method becomes a list",
    provider: "asapp",
    edits: [
      [
        "set",
        "op:conversations.messages.list/x-parley-pagination",
        { style: "offset", items: "/messages", parameter: "conversationId" },
      ],
    ],
    expected: [["major", "`conversations.messages.list` is a list now"]],
  },
  {
    kind: "a method of several is removed",
    provider: "rapidpro",
    edits: [["remove", "op:channels.list/x-parley-methods/channels.get"]],
    expected: [["major", "`channels.get` is gone: code that calls it stops compiling."]],
  },
  {
    kind: "a method of several is renamed",
    provider: "rapidpro",
    edits: [["rename", "op:labels.list/x-parley-methods/labels.get", "labels.find"]],
    expected: [["major", "`labels.get` is now `labels.find`"]],
  },
  {
    kind: "an operation is split into methods",
    provider: "rapidpro",
    edits: [
      [
        "set",
        "op:topics.list/x-parley-methods",
        {
          "topics.list": {},
          "topics.first": { summary: "First", parameters: [], first: "/results" },
        },
      ],
    ],
    expected: [["minor", "`topics.first` is new."]],
  },
  {
    kind: "a method takes another body",
    provider: "rapidpro",
    edits: [
      [
        "set",
        "op:contacts.create/x-parley-methods/contacts.update/body",
        "#/components/schemas/ContactNoteCreate",
      ],
    ],
    expected: [
      [
        "major",
        "`contacts.update` takes `ContactNoteCreate` as the body, no longer `ContactWrite`",
      ],
    ],
  },
  {
    kind: "a method has one alternative less",
    provider: "rapidpro",
    edits: [["set", "op:contacts.delete/x-parley-methods/contacts.delete/exactlyOneOf", ["uuid"]]],
    expected: [
      ["major", "`contacts.delete` now needs `uuid`"],
      ["minor", "`contacts.delete` no longer needs exactly one of `uuid` and `urn`."],
    ],
  },
  {
    kind: "a prefix of what is sent is removed",
    provider: "respond-io",
    edits: [["drop", "schema:NewContactIdentifier/x-parley-prefixes", "email:"]],
    expected: [
      [
        "major",
        "`NewContactIdentifier` can no longer start with `email:`: code that passes it stops compiling. Used by `contacts.create`.",
      ],
    ],
  },
  {
    kind: "a prefix of what is sent is added",
    provider: "respond-io",
    edits: [["add", "schema:ContactIdentifier/x-parley-prefixes", "line:"]],
    expected: [["minor", "`ContactIdentifier` can also start with `line:`."]],
  },
  {
    kind: "a success no longer says that the call failed",
    provider: "asapp",
    edits: [["remove", "op:mediaGateway.autoTranscribe.startStreaming/x-parley-failure"]],
    expected: [
      [
        "major",
        '`mediaGateway.autoTranscribe.startStreaming` no longer throws where a success has `false` at `"/isOk"`',
      ],
    ],
  },
  {
    kind: "a success may say that the call failed",
    provider: "respond-io",
    edits: [["set", "op:tags.delete/x-parley-failure", { pointer: "/message", equals: "failed" }]],
    expected: [
      [
        "major",
        '`tags.delete` now throws an ApiError where a success has `"failed"` at `"/message"`',
      ],
    ],
  },
  {
    kind: "an empty success has no result of its own",
    provider: "rapidpro",
    edits: [["remove", "op:messages.act/x-parley-empty-result"]],
    expected: [["major", "`messages.act` gives `undefined` where an answer has no body"]],
  },
  {
    kind: "an identifier is sent with other characters",
    provider: "respond-io",
    edits: [["remove", "/components/parameters/NewContactIdentifier/x-parley-allow-reserved"]],
    expected: [["major", "`contacts.create` writes `identifier` otherwise into the request"]],
  },

  // Texts.
  {
    kind: "only descriptions change",
    provider: "rapidpro",
    round: 2,
    edits: [
      ["set", "op:flows.list/description", "Others words."],
      ["set", "schema:Topic/description", "A subject."],
      ["set", "schema:Topic/properties/name/description", "Its name."],
    ],
    expected: [["patch", "The documentation of `Topic` and `flows.list` differs."]],
  },
  {
    kind: "only the texts of an extension change",
    provider: "respond-io",
    round: 3,
    edits: [
      [
        "set",
        "op:contacts.create/x-parley-unverified",
        "Whether the answer is 200 or 201 is unknown.",
      ],
    ],
    expected: [["patch", "The documentation differs."]],
  },

  // What none of the four has, so that the published description is edited as well.
  {
    kind: "a closed enum that comes back grows",
    provider: "rapidpro",
    before: [["set", "schema:Topic/properties/name/enum", ["a", "b"]]],
    edits: [["set", "schema:Topic/properties/name/enum", ["a", "b", "c"]]],
    expected: [
      [
        "major",
        "`Topic.name` can also be `c`: code that handles all values stops compiling. Used by `topics.list`",
      ],
    ],
  },
  {
    kind: "a closed enum that comes back shrinks",
    provider: "rapidpro",
    before: [["set", "schema:Workspace/properties/name/enum", ["a", "b"]]],
    edits: [["set", "schema:Workspace/properties/name/enum", ["a"]]],
    expected: [
      [
        "major",
        "`Workspace.name` can no longer be `b`: code that compares with it stops compiling.",
      ],
    ],
  },
  {
    kind: "a closed enum that comes back is opened",
    provider: "rapidpro",
    before: [["set", "schema:Archive/properties/hash", { type: "string", enum: ["a", "b"] }]],
    edits: [
      [
        "set",
        "schema:Archive/properties/hash",
        { type: "string", "x-parley-open-enum": ["a", "b"] },
      ],
    ],
    expected: [
      [
        "major",
        "`Archive.hash` can be any string now: code that handles all values has to handle others.",
      ],
    ],
  },
  {
    kind: "an open enum is sent, and closed",
    provider: "sinch",
    before: [
      [
        "set",
        "op:messages.list/parameters/3/schema",
        { type: "string", "x-parley-open-enum": ["a", "b"] },
      ],
    ],
    edits: [["set", "op:messages.list/parameters/3/schema", { type: "string", enum: ["a", "b"] }]],
    expected: [
      [
        "major",
        "`MessagesListParameters.channel_identity` can only be `a` and `b` now: code that passes another value stops compiling.",
      ],
    ],
  },
  {
    kind: "an empty success has a result of its own",
    provider: "rapidpro",
    before: [["remove", "op:tickets.act/x-parley-empty-result"]],
    edits: [["set", "op:tickets.act/x-parley-empty-result", { failures: [] }]],
    expected: [
      [
        "minor",
        '`tickets.act` gives `{"failures":[]}` where an answer has no body, no longer `undefined`.',
      ],
    ],
  },
  {
    kind: "the verdict of a success is elsewhere",
    provider: "asapp",
    edits: [["set", "op:mediaGateway.autoTranscribe.stopStreaming/x-parley-failure/equals", true]],
    expected: [
      ["major", "`mediaGateway.autoTranscribe.stopStreaming` throws where a success has `true` at"],
    ],
  },
  {
    kind: "the message of a failure is elsewhere",
    provider: "asapp",
    before: [
      ["set", "op:health.get/x-parley-failure", { pointer: "/healthCheck", equals: "FAILED" }],
    ],
    edits: [
      [
        "set",
        "op:health.get/x-parley-failure",
        { pointer: "/healthCheck", equals: "FAILED", message: "/healthCheck" },
      ],
    ],
    expected: [["patch", "`health.get` finds the message of a failure in another place."]],
  },
  {
    kind: "a list has other items",
    provider: "rapidpro",
    edits: [["set", "op:resthooks.list/x-parley-pagination/items", "/items"]],
    expected: [
      [
        "major",
        '`resthooks.list` lists what is at `"/items"`, no longer what is at `"/results"`: the items are others.',
      ],
    ],
  },
  {
    kind: "a walk resumes from another parameter",
    provider: "rapidpro",
    edits: [["set", "op:resthookEvents.list/x-parley-pagination/parameter", "resthook"]],
    expected: [
      [
        "major",
        '`resthookEvents.list` resumes a walk from `"resthook"`, no longer from `"cursor"`.',
      ],
    ],
  },
  {
    kind: "the next page is named elsewhere",
    provider: "rapidpro",
    edits: [["set", "op:classifiers.list/x-parley-pagination/next", "/previous"]],
    expected: [["patch", "`classifiers.list` finds the next page, or the end, in another place."]],
  },
  {
    kind: "a client option is new",
    provider: "asapp",
    edits: [["set", "/x-parley-client-parameters", { agentId: { option: "agentId" } }]],
    expected: [["minor", "`agentId` can be given once, as the client option `agentId`."]],
  },
  {
    kind: "a client option is read from a variable",
    provider: "rapidpro",
    before: [["set", "/x-parley-client-parameters", { archive_type: { option: "archiveType" } }]],
    edits: [
      [
        "set",
        "/x-parley-client-parameters",
        { archive_type: { option: "archiveType", environmentVariable: "RAPIDPRO_ARCHIVE_TYPE" } },
      ],
    ],
    expected: [
      [
        "minor",
        "The option `archiveType` is read from `RAPIDPRO_ARCHIVE_TYPE` where it is absent.",
      ],
    ],
    round: 2,
  },
  {
    kind: "a rate limit is added",
    provider: "asapp",
    edits: [
      ["set", "/x-parley-rate-limits/health", { requests: 1, interval: 1000 }],
      ["set", "op:health.get/x-parley-rate-limit", ["health"]],
    ],
    expected: [
      ["minor", "There is a limit `health` of 1 requests in 1000 ms."],
      ["minor", "`health.get` counts against `health`, no longer against `spikeArrest`."],
    ],
  },
  {
    kind: "webhooks are no longer signed",
    provider: "respond-io",
    round: 2,
    edits: [["set", "/x-parley-webhooks/verification", "none"]],
    expected: [
      ["major", "`webhooks.unwrap` no longer verifies a signature: anyone can make up an event"],
    ],
  },
  {
    kind: "a webhook may be less old",
    provider: "sinch",
    round: 2,
    edits: [["set", "/x-parley-webhooks/verification/tolerance", 60_000]],
    expected: [
      [
        "major",
        "`webhooks.unwrap` takes an event for `60000` ms, no longer for `300000` ms: an older one is refused.",
      ],
    ],
  },
  {
    kind: "events are told apart otherwise",
    provider: "sinch",
    round: 2,
    edits: [["set", "/x-parley-webhooks/discriminator", { property: "event" }]],
    expected: [
      ["major", "Events are told apart by the property `event`, no longer by a key of their own"],
    ],
  },
  {
    kind: "all webhooks are removed",
    provider: "rapidpro",
    round: 2,
    edits: [
      ["remove", "/webhooks"],
      ["remove", "/x-parley-webhooks"],
    ],
    expected: [["major", "`webhooks` is gone: code that unwraps events stops compiling."]],
  },
  {
    kind: "the first environment is another",
    provider: "asapp",
    round: 2,
    edits: [
      ["remove", "/servers/0"],
      [
        "add",
        "/servers",
        { url: "https://api.sandbox.asapp.com", "x-parley-server": { environment: "sandbox" } },
      ],
    ],
    expected: [
      [
        "major",
        "A client without the option `environment` calls the environment `production`, no longer the environment `sandbox`.",
      ],
    ],
  },
  {
    kind: "unknown properties are no longer accepted",
    provider: "respond-io",
    edits: [["set", "schema:TemplateProductSection/additionalProperties", false]],
    expected: [
      [
        "major",
        "`TemplateProductSection` has the `additionalProperties` `false`, no longer `true`: a value that was accepted may be refused.",
      ],
    ],
  },
  {
    kind: "items of what is sent have another type",
    provider: "respond-io",
    edits: [["set", "schema:ContactTags/items/type", "integer"]],
    expected: [
      ["minor", "`ContactTags[]` can also be `integer`."],
      ["major", "`ContactTags[]` can no longer be `string`: code that passes it stops compiling."],
    ],
  },
  {
    kind: "a tag of what comes back is another",
    provider: "respond-io",
    edits: [["set", "schema:TextContent/properties/type/const", "plain"]],
    expected: [["major", '`TextContent.type` has the `const` `"plain"`, no longer `"text"`']],
  },
  {
    kind: "an event and its payload have another name",
    provider: "sinch",
    edits: [
      ["rename", "/webhooks/CONVERSATION_STOP", "CONVERSATION_END"],
      ["set", "/webhooks/CONVERSATION_END/x-parley-webhook-key", "conversation_end"],
    ],
    expected: [
      ["major", "The event `CONVERSATION_STOP` is gone"],
      ["minor", "The event `CONVERSATION_END` is new"],
    ],
  },
  {
    kind: "a status is another",
    provider: "respond-io",
    edits: [["rename", "op:contacts.addTags/responses/449", "425"]],
    expected: [
      ["major", "`contacts.addTags`: the status 449 is no longer declared"],
      ["minor", "`contacts.addTags`: the status 425 is declared now, and typed."],
    ],
  },
  {
    kind: "an operation needs no credentials any more",
    provider: "asapp",
    edits: [["set", "op:health.get/security", []]],
    expected: [["minor", "`health.get`: credentials are accepted in other forms, too."]],
  },
  {
    kind: "a provider's texts change",
    provider: "sinch",
    round: 2,
    edits: [["set", "/x-parley-provider/documentation", "https://developers.sinch.com"]],
    expected: [["patch", "The provider is named otherwise in the documentation."]],
  },
  {
    kind: "only an example changes",
    provider: "respond-io",
    round: 2,
    edits: [["set", "/components/parameters/Limit/example", 20]],
    expected: [["patch", "The documentation of `contacts.list` differs."]],
  },
];
