import { describe, expect, it } from "vitest";
import { voiceNote } from "../../../local/models/script.ts";
import { type ModelsOptions, startModels } from "../../../local/models/server.ts";
import { KEY, runningModels } from "../../models/running-models.ts";

const TOOLS = [
  {
    type: "function",
    function: { name: "add_to_cart", description: "Adds", parameters: { type: "object" } },
  },
];
const PICTURE = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };

async function running(options: Partial<ModelsOptions> = {}) {
  const models = await runningModels(options);

  async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    const isForm = body instanceof FormData;
    const response = await fetch(`${models.url}${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${KEY}`,
        ...(!isForm && { "content-type": "application/json" }),
        ...headers,
      },
      body: isForm ? body : JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every route
    return { status: response.status, body: (await response.json()) as any };
  }

  const chat = (messages: object[], more: object = {}) =>
    post("/v1/chat/completions", { model: "chat", messages, tools: TOOLS, ...more });
  const upload = (file: File | string, model = "whisper") => {
    const form = new FormData();
    form.append("file", file);
    form.append("model", model);
    return post("/v1/audio/transcriptions", form);
  };
  return { models, post, chat, upload };
}

const user = (content: unknown) => ({ role: "user", content });
const answered = (text: string) => ({ status: 200, body: { choices: [{ message: { content: text } }] } });

describe("a chat", () => {
  it("is answered by the first rule that fits what the user said last", async () => {
    const { chat } = await running({
      script: {
        rules: [
          { when: "^hola", answer: { text: "Buenas" } },
          { when: "PIZZA", answer: { text: "¿Cuál?" } },
          { answer: { text: "¿Perdón?" } },
        ],
      },
    });

    expect(await chat([{ role: "system", content: "pizza" }, user("Hola")])).toMatchObject(
      answered("Buenas"),
    );
    expect(await chat([user("Hola"), user("una pizza")])).toMatchObject(answered("¿Cuál?"));
    expect(await chat([user([{ type: "text", text: "Ñam" }])])).toMatchObject(answered("¿Perdón?"));
  });

  it("calls tools, and goes on after their results", async () => {
    const toolCalls = [{ name: "add_to_cart", arguments: { productId: "p1", quantity: 2 } }];
    const { chat } = await running({
      script: {
        rules: [
          { when: "pizza", answer: { toolCalls } },
          { after: "add_to_cart", answer: { text: "Dos pizzas, ¿algo más?" } },
        ],
      },
    });
    const first = await chat([user("dos pizzas")]);
    const [choice] = first.body.choices;
    expect(choice).toMatchObject({
      finish_reason: "tool_calls",
      message: { role: "assistant", content: null },
    });
    const [call] = choice.message.tool_calls;
    expect(JSON.parse(call.function.arguments)).toEqual({ productId: "p1", quantity: 2 });

    const result = { role: "tool", tool_call_id: call.id, content: "ok" };
    const second = await chat([user("dos pizzas"), choice.message, result]);
    expect(second).toMatchObject(answered("Dos pizzas, ¿algo más?"));
    expect(second.body.choices[0]).toMatchObject({ finish_reason: "stop" });
  });

  it("can be scripted to go wrong: arguments that are no JSON, and rules that wear out", async () => {
    const toolCalls = [{ name: "add_to_cart", arguments: "{not json" }];
    const { chat } = await running({ script: { rules: [{ times: 1, answer: { toolCalls } }] } });

    const { body } = await chat([user("a")]);
    expect(body.choices[0].message.tool_calls[0].function.arguments).toBe("{not json");
    expect(await chat([user("a")])).toMatchObject(answered("Sorry, nothing is scripted for that."));
  });

  it("looks at pictures", async () => {
    const { chat } = await running({
      script: {
        rules: [
          { answer: { text: "no picture" } },
          { image: true, when: "staff", answer: { text: "Una pizza" } },
        ],
      },
    });

    expect(await chat([user([{ type: "text", text: "For the staff" }, PICTURE])])).toMatchObject(
      answered("Una pizza"),
    );
    expect(await chat([user([PICTURE])])).toMatchObject(answered("A picture, of which nothing is scripted."));
    expect(await chat([user("a")])).toMatchObject(answered("no picture"));
  });

  it.each([
    ["no messages", { messages: [] }, "messages"],
    ["a role that there is not", { messages: [{ role: "robot", content: "a" }] }, "role"],
    ["a tool without a proper name", { tools: [{ type: "function", function: { name: "a b" } }] }, "name"],
    [
      "a picture that is none",
      { messages: [user([{ ...PICTURE, image_url: { url: "ftp://a" } }])] },
      "image_url",
    ],
    ["a stream", { stream: true }, "stream"],
  ])("is refused with %s", async (_, wrong, named) => {
    const { chat, models } = await running();
    const { status, body } = await chat([user("a")], wrong);

    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      type: "invalid_request_error",
      message: expect.stringContaining(named),
    });
    expect(models.received()).toEqual([]);
  });
});

describe("a transcription", () => {
  it("is what the script has for the file, else the file's own words, else a fixed text", async () => {
    const { upload } = await running({
      script: { transcriptions: [{ contains: "ñ1", text: "Quiero pagar" }] },
    });
    const spoken = (bytes: Uint8Array) =>
      upload(new File([new Uint8Array(bytes)], "voice.ogg", { type: "audio/ogg" }));

    expect(await spoken(Buffer.from("..ñ1.."))).toEqual({ status: 200, body: { text: "Quiero pagar" } });
    expect(await spoken(voiceNote("Dos piñas 🍍"))).toEqual({ status: 200, body: { text: "Dos piñas 🍍" } });
    expect((await spoken(Uint8Array.of(1))).body.text).toBe("Nothing is scripted for this recording.");
  });

  it.each([
    [
      "of a type that the models do not take",
      new File(["a"], "voice.amr"),
      "whisper",
      "Unsupported file format",
    ],
    ["without a model", new File(["a"], "voice.ogg"), "", "model"],
    ["that is no file", "a", "whisper", "file"],
  ])("is refused for a file %s", async (_, file, model, named) => {
    const { upload } = await running();
    const { status, body } = await upload(file, model);

    expect(status).toBe(400);
    expect(body.error.message).toContain(named);
  });

  it("is refused for what is no form", async () => {
    const { post } = await running();
    expect(await post("/v1/audio/transcriptions", { file: "a" })).toMatchObject({ status: 400 });
  });
});

describe("the stand-in", () => {
  it("wants a key that it knows, and knows its own addresses", async () => {
    const { post } = await running();
    const other = await post("/v1/chat/completions", {}, { authorization: "Bearer other" });

    expect(other).toMatchObject({ status: 401, body: { error: { code: "invalid_api_key" } } });
    expect(await post("/v1/completions", {})).toMatchObject({ status: 404 });
  });

  it("takes another script over HTTP, and says what is wrong with one", async () => {
    const { chat, post } = await running();
    expect(await post("/__script", { rules: [{ answer: { text: "Otra cosa" } }] })).toMatchObject({
      status: 200,
    });
    expect(await chat([user("a")])).toMatchObject(answered("Otra cosa"));

    const wrong = await post("/__script", { rules: [{ when: "(", answer: { text: "a" } }, { answer: {} }] });
    expect(wrong.status).toBe(400);
    expect(wrong.body.error).toContain("regular expression");
    expect(wrong.body.error).toContain("text or toolCalls");
    expect(await chat([user("a")])).toMatchObject(answered("Otra cosa"));
  });

  it("remembers what it was asked, and each call", async () => {
    const { chat, models } = await running();
    await chat([user("Hola")]);

    const requests = (await (await fetch(`${models.url}/__requests`)).json()) as object;
    expect(requests).toEqual({ requests: models.received() });
    expect(models.received()).toMatchObject([{ operation: "chat", body: { messages: [user("Hola")] } }]);
    expect(models.calls()).toMatchObject([{ operation: "chat", status: 200 }]);
  });

  it("fails as it is told, over HTTP, and only as often", async () => {
    const { chat, post } = await running();
    await post("/__faults", { fault: "refuse", status: 429, times: 1 });
    await post("/__faults", { fault: "malformed", operation: "chat", times: 1 });
    await post("/__faults", { fault: "error", status: 429, code: "insufficient_quota", times: 1 });

    expect(await chat([user("a")])).toMatchObject({
      status: 429,
      body: { error: { type: "rate_limit_exceeded" } },
    });
    expect(await chat([user("a")])).toMatchObject({ status: 200, body: { choices: { text: 42 } } });
    expect(await chat([user("a")])).toMatchObject({
      status: 429,
      body: { error: { code: "insufficient_quota" } },
    });
    expect(await chat([user("a")])).toMatchObject({ status: 200 });
  });

  it("does not start on a port that is taken", async () => {
    const { models } = await running();
    await expect(startModels({ port: models.port, apiKeys: [KEY] })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});
