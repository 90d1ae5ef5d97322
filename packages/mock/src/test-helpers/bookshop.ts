const json = (schema: object, examples: Record<string, unknown>) => ({
  "application/json": {
    schema,
    examples: Object.fromEntries(
      Object.entries(examples).map(([name, value]) => [name, { value }]),
    ),
  },
});

const error = (status: number, name: string) => ({
  description: name,
  content: json({ $ref: "#/components/schemas/Error" }, { [name]: { status, message: name } }),
});

const page = (items: { type: object; property: string }, next: object) => ({
  type: "object",
  required: [items.property],
  properties: { [items.property]: { type: "array", items: items.type }, next },
});

const book = { $ref: "#/components/schemas/Book" };

/** An invented API that has, in small, whatever a provider's description may have. */
export const bookshop: object = {
  openapi: "3.1.1",
  info: { title: "Bookshop", version: "1" },
  "x-parley-provider": { name: "bookshop", title: "Bookshop" },
  servers: [
    {
      url: "https://{region}.books.example.com/v1",
      variables: { region: { default: "us", enum: ["us", "eu"] } },
    },
    { url: "https://archive.example.com/old/v0" },
  ],
  security: [{ bearer: [] }, { key: [], secret: [] }],
  paths: {
    "/books": {
      get: {
        operationId: "books.list",
        "x-parley-pagination": {
          style: "url",
          items: "/items",
          next: "/next",
          parameter: "cursor",
        },
        parameters: [
          { name: "cursor", in: "query", schema: { type: "string" } },
          { name: "limit", in: "query", schema: { type: "integer", maximum: 100 } },
          { name: "size", in: "query", deprecated: true, schema: { type: "integer" } },
          {
            name: "published",
            in: "query",
            style: "deepObject",
            explode: true,
            schema: {
              type: "object",
              required: ["from"],
              properties: { from: { type: "string" } },
            },
          },
          {
            name: "criteria",
            in: "query",
            schema: {
              type: "object",
              minProperties: 1,
              properties: { author: { type: "string" }, title: { type: "string" } },
            },
          },
        ],
        responses: {
          200: {
            description: "A page.",
            content: json(page({ type: book, property: "items" }, { type: ["string", "null"] }), {
              firstPage: {
                items: [{ id: 1, title: "A" }],
                next: "https://us.books.example.com/v1/books?limit=1&cursor=b",
              },
              middlePage: {
                items: [{ id: 2, title: "B" }],
                next: "https://eu.books.example.com/v1/books?limit=1&cursor=c",
              },
              lastPage: { items: [{ id: 3, title: "C" }], next: null },
            }),
          },
          400: error(400, "badRequest"),
          401: error(401, "unauthorized"),
          403: {
            description: "The edge's own page.",
            content: {
              "text/html": {
                schema: { type: "string" },
                examples: { edge: { value: "<p>no</p>" } },
              },
            },
          },
          429: {
            ...error(429, "slowDown"),
            headers: { "Retry-After": { schema: { type: "integer" }, example: 3 } },
          },
          "5XX": error(500, "broken"),
        },
      },
      post: {
        operationId: "books.create",
        "x-parley-methods": {
          "books.create": { parameters: [], status: "201" },
          "books.update": { exactlyOneOf: ["id", "isbn"], status: "200" },
        },
        parameters: [
          { name: "id", in: "query", schema: { type: "integer" } },
          { name: "isbn", in: "query", schema: { type: "string" } },
        ],
        requestBody: {
          required: true,
          content: json(
            {
              type: "object",
              required: ["title"],
              unevaluatedProperties: false,
              properties: {
                title: { type: "string", minLength: 1 },
                size: {
                  type: "array",
                  prefixItems: [{ type: "integer" }, { type: "integer" }],
                  items: false,
                },
              },
            },
            { minimal: { title: "A" } },
          ),
        },
        responses: {
          200: {
            description: "Changed.",
            content: json(book, { changed: { id: 1, title: "changed" } }),
          },
          201: { description: "Made.", content: json(book, { made: { id: 1, title: "made" } }) },
        },
      },
    },
    "/books/{id}": {
      parameters: [
        { name: "edition", in: "query", schema: { type: "integer" } },
        {
          name: "id",
          in: "path",
          required: true,
          schema: { type: "string", pattern: "^[a-z0-9@/:+ ]+$" },
        },
      ],
      get: {
        operationId: "books.get",
        responses: {
          200: {
            description: "It.",
            content: json(book, {
              minimal: { id: 1, title: "A" },
              full: { id: 1, title: "A", secret: "s" },
            }),
          },
          404: error(404, "notFound"),
        },
      },
      delete: { operationId: "books.delete", responses: { 204: { description: "Gone." } } },
    },
    "/books/{id}:sell": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
      post: {
        operationId: "books.sell",
        responses: { 200: { description: "Sold, without a body." } },
      },
    },
    "/books/popular": {
      get: {
        operationId: "books.popular",
        "x-parley-pagination": { style: "offset", items: "/items", parameter: "skip" },
        parameters: [{ name: "skip", in: "query", schema: { type: "integer" } }],
        responses: {
          200: {
            description: "A page.",
            content: json(page({ type: book, property: "items" }, {}), {
              firstPage: {
                items: [
                  { id: 1, title: "A" },
                  { id: 2, title: "B" },
                ],
              },
              middlePage: { items: [{ id: 3, title: "C" }] },
              lastPage: { items: [] },
            }),
          },
        },
      },
    },
    "/books:search": {
      post: {
        operationId: "books.search",
        "x-parley-pagination": {
          style: "token",
          items: "/found",
          next: "/next",
          parameter: "token",
          in: "body",
        },
        requestBody: {
          content: json(
            { type: "object", properties: { token: { type: "string" } } },
            { minimal: {} },
          ),
        },
        responses: {
          200: {
            description: "A page.",
            content: json(page({ type: book, property: "found" }, { type: "string" }), {
              firstPage: { found: [{ id: 1, title: "A" }], next: "two" },
              lastPage: { found: [{ id: 2, title: "B" }], next: "" },
            }),
          },
        },
      },
    },
    "/reports": {
      get: {
        operationId: "reports.get",
        responses: {
          200: {
            description: "It, in either form.",
            content: {
              ...json({ type: "object" }, { asJson: { total: 1 } }),
              "text/csv": {
                schema: { type: "string" },
                examples: { asCsv: { value: "total\n1" } },
              },
            },
          },
        },
      },
      patch: {
        operationId: "reports.update",
        requestBody: {
          content: {
            "application/merge-patch+json": {
              schema: { type: "object", required: ["total"] },
              examples: { minimal: { value: { total: 1 } } },
            },
          },
        },
        responses: {
          200: { description: "Wrong.", content: json(book, { wrong: { id: "one" } }) },
        },
      },
      delete: {
        operationId: "reports.delete",
        responses: { 200: { description: "Anything.", content: { "application/json": {} } } },
      },
    },
    "/covers": {
      post: {
        operationId: "covers.create",
        requestBody: {
          required: true,
          content: {
            "multipart/form-data": {
              schema: {
                type: "object",
                required: ["file"],
                properties: {
                  file: {
                    type: "string",
                    contentMediaType: "application/octet-stream",
                    maxLength: 4,
                  },
                  meta: {
                    type: "object",
                    required: ["page"],
                    properties: { page: { type: "integer" } },
                  },
                  tags: { type: "array", items: { type: "string" } },
                },
              },
            },
            "application/x-www-form-urlencoded": {
              schema: {
                type: "object",
                properties: {
                  pages: { type: "array", maxItems: 2, items: { type: "integer" } },
                  note: { type: "string" },
                },
              },
            },
          },
        },
        responses: {
          201: { description: "Stored.", content: json({ type: "object" }, { stored: { id: 7 } }) },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer" },
      key: { type: "apiKey", in: "header", name: "X-Key" },
      secret: { type: "apiKey", in: "query", name: "secret" },
      oauth: {
        type: "oauth2",
        flows: {
          clientCredentials: { tokenUrl: "https://auth.example.com/oauth2/token", scopes: {} },
        },
      },
    },
    schemas: {
      Book: {
        type: "object",
        required: ["id", "title"],
        properties: {
          id: { type: "integer" },
          title: { type: "string" },
          secret: { type: "string", writeOnly: true },
        },
      },
      Error: {
        type: "object",
        required: ["status", "message"],
        properties: { status: { type: "integer" }, message: { type: "string" } },
      },
    },
  },
};
