import * as z from "zod/mini";
import type { Synthesis } from "./synthesis.ts";

const list = z.pipe(
  z.unknown(),
  z.transform((value) => (Array.isArray(value) ? (value as unknown[]) : [value])),
);
const statementSchema = z.object({
  Effect: z.string(),
  Action: list,
  Resource: z.optional(z.unknown()),
  Principal: z.optional(z.union([z.string(), z.record(z.string(), list)])),
  Condition: z.optional(z.unknown()),
});
const policySchema = z.object({ Statement: z.array(statementSchema) });

const referenceSchema = z.union([
  z.string(),
  z.object({ Ref: z.string() }),
  z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }),
  z.object({ "Fn::Join": z.tuple([z.string(), z.array(z.unknown())]) }),
]);

const resourcesSchema = z.record(
  z.string(),
  z.object({
    Type: z.string(),
    Properties: z.prefault(
      z.object({
        AssumeRolePolicyDocument: z.optional(policySchema),
        ManagedPolicyArns: z.prefault(z.array(z.unknown()), []),
        Policies: z.prefault(z.array(z.object({ PolicyDocument: policySchema })), []),
        PolicyDocument: z.optional(policySchema),
        Roles: z.prefault(z.array(z.unknown()), []),
        Queues: z.prefault(z.array(z.unknown()), []),
        Topics: z.prefault(z.array(z.unknown()), []),
        Principal: z.optional(z.unknown()),
        Action: z.optional(z.unknown()),
        FunctionName: z.optional(z.unknown()),
        SourceArn: z.optional(z.unknown()),
      }),
      {},
    ),
  }),
);
type Properties = z.infer<typeof resourcesSchema>[string]["Properties"];
type Name = (reference: unknown) => string;

/**
 * Every permission in a template as sentences a person can check: role or resource (by construct path) → what may be
 * done by whom, on what, under which condition.
 */
export function permissionsOf({ template, paths }: Synthesis): Record<string, string[]> {
  const permissions: Record<string, string[]> = {};
  const name: Name = (reference) => nameOf(reference, paths);
  for (const [logicalId, { Type, Properties }] of Object.entries(
    resourcesSchema.parse(template.toJSON()["Resources"]),
  )) {
    for (const [holder, sentences] of grantsOf(Type, name({ Ref: logicalId }), Properties, name)) {
      permissions[holder] = [...(permissions[holder] ?? []), ...sentences].sort();
    }
  }
  return permissions;
}

/** What one resource of the template allows: pairs of who holds the permission, and sentences. */
function grantsOf(type: string, path: string, properties: Properties, name: Name): [string, string[]][] {
  const sentences = (policy: z.infer<typeof policySchema> | undefined) =>
    policy?.Statement.map((statement) => sentence(statement, name)) ?? [];
  if (type === "AWS::IAM::Role") {
    const managed = properties.ManagedPolicyArns.map((arn) => `managed policy ${name(arn)}`);
    const inline = properties.Policies.flatMap(({ PolicyDocument }) => sentences(PolicyDocument));
    return [[path, [...sentences(properties.AssumeRolePolicyDocument), ...managed, ...inline]]];
  }
  if (type === "AWS::Lambda::Permission") {
    const { Principal, Action, FunctionName, SourceArn } = properties;
    return [[name(FunctionName), [`${Principal}: allow ${Action} from ${name(SourceArn)}`]]];
  }
  const holders = [...properties.Roles, ...properties.Queues, ...properties.Topics];
  return holders.map((holder) => [name(holder), sentences(properties.PolicyDocument)]);
}

function sentence(statement: z.infer<typeof statementSchema>, name: Name): string {
  const { Effect, Action, Resource, Principal, Condition } = statement;
  return [
    Principal === undefined ? [] : `${typeof Principal === "string" ? Principal : Object.values(Principal)}:`,
    Effect.toLowerCase(),
    Action.join(", "),
    Resource === undefined ? [] : `on ${list.parse(Resource).map(name).join(", ")}`,
    Condition === undefined ? [] : `if ${JSON.stringify(Condition)}`,
  ]
    .flat()
    .join(" ");
}

/** A reference as the construct path that it points to. */
function nameOf(reference: unknown, paths: ReadonlyMap<string, string>): string {
  const parsed = referenceSchema.parse(reference);
  if (typeof parsed === "string") return parsed;
  if ("Fn::Join" in parsed) return parsed["Fn::Join"][1].map((part) => nameOf(part, paths)).join("");
  const logicalId = "Ref" in parsed ? parsed.Ref : parsed["Fn::GetAtt"][0];
  return paths.get(logicalId) ?? logicalId;
}
