import type { SendMessageRequest } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { refusalOf, SqsBench } from "./support/sqs-bench.ts";

const MIB = 1024 * 1024;
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

function refusalOfSending(message: Partial<SendMessageRequest>, attributes: Record<string, string> = {}) {
  const bench = new SqsBench();
  const queue = bench.fifo("orders", attributes);
  return refusalOf(() => bench.send(queue, "ana", "hello", message));
}

describe("A message body", () => {
  it.each([
    "",
    "\u0000",
    "\u0008",
    "\u000B",
    "\uFFFE",
    "\uFFFF",
    "half a pair: \uD83D",
    "\uDE00 the other half",
  ])("is refused as %j", (body) => {
    const code = body === "" ? "MissingParameter" : "InvalidMessageContents";
    expect(refusalOfSending({ MessageBody: body })?.code).toBe(code);
  });

  it("may hold tabs, line ends, and every character from a space to the last plane", () => {
    expect(
      refusalOfSending({ MessageBody: "\t\n\r \uD7FF\uE000\uFFFD\u{10000}\u{1F600}\u{10FFFF}" }),
    ).toBeUndefined();
  });

  it("may have 1 MiB, in bytes, together with its attributes", () => {
    const attribute = { abc: { DataType: "String", StringValue: "de" } };
    const rest = MIB - "abcStringde".length;
    expect(refusalOfSending({ MessageBody: "é".repeat(MIB / 2) })).toBeUndefined();
    expect(refusalOfSending({ MessageBody: `${"é".repeat(MIB / 2)}x` })?.message).toBe(
      "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    );
    expect(refusalOfSending({ MessageBody: "x".repeat(rest), MessageAttributes: attribute })).toBeUndefined();
    expect(refusalOfSending({ MessageBody: "x".repeat(rest + 1), MessageAttributes: attribute })?.code).toBe(
      "InvalidParameterValue",
    );
  });

  it("may have less where the queue says so", () => {
    const limit = { MaximumMessageSize: "1024" };
    expect(refusalOfSending({ MessageBody: "x".repeat(1024) }, limit)).toBeUndefined();
    expect(refusalOfSending({ MessageBody: "x".repeat(1025) }, limit)?.code).toBe("InvalidParameterValue");
  });
});

describe("A group id and a deduplication id", () => {
  it.each(["MessageGroupId", "MessageDeduplicationId"] as const)(
    "has 1 to 128 letters, digits and punctuation (%s)",
    (name) => {
      expect(refusalOfSending({ [name]: "x".repeat(128) })).toBeUndefined();
      expect(refusalOfSending({ [name]: `aZ09${PUNCTUATION}` })).toBeUndefined();
      for (const value of ["", "x".repeat(129), "group 123", "niño", "tab\t"]) {
        expect(refusalOfSending({ [name]: value })).toEqual({
          code: "InvalidParameterValue",
          message:
            `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and ` +
            "punctuation characters. 1 to 128 in length.",
        });
      }
    },
  );

  it("is needed in a FIFO queue", () => {
    expect(refusalOfSending({ MessageGroupId: undefined })).toEqual({
      code: "MissingParameter",
      message: "The request must contain the parameter MessageGroupId.",
    });
    expect(refusalOfSending({ MessageDeduplicationId: undefined })?.message).toBe(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  });

  it("is, in a standard queue, a group for fairness, and refused", () => {
    const bench = new SqsBench();
    const queue = bench.standard("jobs");
    const send = (more: Partial<SendMessageRequest>) =>
      bench.engine.call("SendMessage", { QueueUrl: queue, MessageBody: "job", ...more });
    send({ MessageGroupId: "ana" });
    expect(bench.receive(queue)[0]?.Attributes?.MessageGroupId).toBe("ana");
    expect(refusalOf(() => send({ MessageGroupId: "" }))?.code).toBe("InvalidParameterValue");
    expect(refusalOf(() => send({ MessageDeduplicationId: "x" }))?.code).toBe("InvalidParameterValue");
  });
});

describe("A delay of one message", () => {
  it("is for standard queues", () => {
    expect(refusalOfSending({ DelaySeconds: 2 })?.message).toBe(
      "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for " +
        "this queue type.",
    );
    expect(refusalOfSending({ DelaySeconds: 0 })).toBeUndefined();

    const bench = new SqsBench();
    const queue = bench.standard("jobs", { DelaySeconds: "10" });
    const send = (body: string, DelaySeconds?: number) =>
      bench.engine.call("SendMessage", { QueueUrl: queue, MessageBody: body, DelaySeconds });
    send("after 900", 900);
    send("after 10");
    send("at once", 0);
    expect(refusalOf(() => send("never", 901))?.code).toBe("InvalidParameterValue");
    expect(bench.bodies(queue)).toEqual(["at once"]);
    bench.pass(10);
    expect(bench.bodies(queue)).toEqual(["after 10"]);
    bench.pass(890);
    expect(bench.bodies(queue)).toContain("after 900");
  });
});

describe("Message attributes", () => {
  const string = { DataType: "String", StringValue: "x" };

  it.each([
    ["a name with a space", { "a b": string }],
    ["a name with another character", { "a!": string }],
    ["a reserved name", { "aWs.x": string }],
    ["a reserved name", { "AMAZON.x": string }],
    ["a period at the start", { ".a": string }],
    ["a period at the end", { "a.": string }],
    ["two periods", { "a..b": string }],
    ["a long name", { ["x".repeat(257)]: string }],
    ["another type", { a: { DataType: "Boolean", StringValue: "true" } }],
    ["no type", { a: { DataType: undefined, StringValue: "x" } }],
    ["an empty value", { a: { DataType: "String", StringValue: "" } }],
    ["a value of another kind", { a: { DataType: "Binary", StringValue: "x" } }],
    ["a number that is none", { a: { DataType: "Number", StringValue: "one" } }],
    ["a forbidden character", { a: { DataType: "String", StringValue: "\u0008" } }],
  ])("are refused with %s", (_, attributes) => {
    expect(refusalOfSending({ MessageAttributes: attributes })?.code).toBe("InvalidParameterValue");
  });

  it("are at most ten", () => {
    const named = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`attribute-${index}`, string]));
    expect(refusalOfSending({ MessageAttributes: named(10) })).toBeUndefined();
    expect(refusalOfSending({ MessageAttributes: named(11) })?.code).toBe("InvalidParameterValue");
  });

  it("have types with labels, and names with accents", () => {
    const attributes = {
      "attr.1øßä": { DataType: "String.label", StringValue: "x" },
      n: { DataType: "Number.float", StringValue: "-1.5e3" },
      b: { DataType: "Binary.png", BinaryValue: new Uint8Array([0, 255]) },
    };
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    const { MD5OfMessageAttributes: digest } = bench.send(queue, "ana", "hello", {
      MessageAttributes: attributes,
    });
    expect(bench.receive(queue)).toMatchObject([
      { MessageAttributes: attributes, MD5OfMessageAttributes: digest },
    ]);
  });

  // Names, values and digests as SQS itself answered them.
  it.each([
    [["All"], "4c360f3fdafd970e05fae2f149d997f5"],
    [["*"], "4c360f3fdafd970e05fae2f149d997f5"],
    [[".*"], "4c360f3fdafd970e05fae2f149d997f5"],
    [["Hello", "General"], "fca026605781cb4126a1e9044df24232"],
    [["Foo", "Hello"], "a311262e065454b75da111d535b8dacd"],
    [["Hel.*"], "83fee93c1bcd8b9a5a923ffacdc636c7"],
    [["Foo", "Help"], undefined],
    [[], undefined],
  ])("are received by their names %j, with the digest of those", (names, digest) => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    bench.send(queue, "ana", "msg", {
      MessageAttributes: {
        "Help.Me": { DataType: "String", StringValue: "Me" },
        Hello: { DataType: "String", StringValue: "There" },
        General: { DataType: "String", StringValue: "Kenobi" },
      },
    });
    const [message] = bench.receive(queue, { MessageAttributeNames: names });
    expect(message?.MD5OfMessageAttributes).toBe(digest);
    expect(message?.MessageAttributes === undefined).toBe(digest === undefined);
  });

  it("of the system are the trace header, which changes nothing about the others' digest", () => {
    const bench = new SqsBench();
    const queue = bench.fifo("orders");
    const header = { DataType: "String", StringValue: "Root=1-5759e988-bd862e3fe1be46a994272793" };
    const sent = bench.send(queue, "ana", "hello", { MessageSystemAttributes: { AWSTraceHeader: header } });
    expect(sent.MD5OfMessageAttributes).toBeUndefined();
    expect(sent.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
    expect(bench.receive(queue)[0]?.Attributes?.AWSTraceHeader).toBe(header.StringValue);
  });
});

describe("A batch of messages", () => {
  function batch(entries: readonly (Partial<SendMessageRequest> & { Id?: string })[]) {
    const bench = new SqsBench();
    const queue = bench.fifo("orders", { MaximumMessageSize: "1048576" });
    const Entries = entries.map((entry, index) => ({
      Id: `${index}`,
      MessageBody: "x",
      MessageGroupId: "ana",
      MessageDeduplicationId: `${index}`,
      ...entry,
    }));
    return { bench, queue, send: () => bench.engine.call("SendMessageBatch", { QueueUrl: queue, Entries }) };
  }

  it("is queued in the order of its entries, and answered for each of them", () => {
    const { bench, queue, send } = batch([{ MessageBody: "1" }, { MessageBody: "2" }, { MessageBody: "3" }]);
    const { Successful: sent = [], Failed } = send();
    expect(Failed).toEqual([]);
    expect(bench.receive(queue).map(({ MessageId, Body }) => [MessageId, Body])).toEqual(
      sent.map(({ MessageId }, index) => [MessageId, `${index + 1}`]),
    );
  });

  it("goes without the entries that are refused alone", () => {
    const { bench, queue, send } = batch([
      { MessageBody: "1" },
      { MessageBody: "\u0001" },
      { MessageBody: "3", DelaySeconds: 5 },
      { MessageBody: "4", MessageGroupId: "not allowed" },
      { MessageBody: "5" },
    ]);
    const { Successful: sent = [], Failed: failed = [] } = send();
    expect(sent.map(({ Id }) => Id)).toEqual(["0", "4"]);
    expect(failed.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
      ["1", "InvalidMessageContents", true],
      ["2", "InvalidParameterValue", true],
      ["3", "InvalidParameterValue", true],
    ]);
    expect(bench.bodies(queue)).toEqual(["1", "5"]);
  });

  it.each([
    ["EmptyBatchRequest", []],
    ["TooManyEntriesInBatchRequest", Array.from({ length: 11 }, () => ({}))],
    ["BatchEntryIdsNotDistinct", [{ Id: "same" }, { Id: "same" }]],
    ["InvalidBatchEntryId", [{ Id: "a:b" }]],
    ["InvalidBatchEntryId", [{ Id: "" }]],
    ["InvalidBatchEntryId", [{ Id: "x".repeat(81) }]],
    ["BatchRequestTooLong", [{ MessageBody: "x".repeat(MIB) }, {}]],
    ["InvalidParameterValue", [{}, { MessageGroupId: undefined }]],
    ["InvalidParameterValue", [{}, { MessageDeduplicationId: undefined }]],
  ])("is refused as a whole: %s", (code, entries) => {
    const { bench, queue, send } = batch(entries);
    expect(refusalOf(send)?.code).toBe(code);
    expect(bench.engine.messages(queue)).toEqual([]);
  });
});
