import { Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Subscription, SubscriptionProtocol, Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { acknowledge } from "../acknowledge.ts";

export interface AlarmTopicProps {
  /** Not set: nobody is subscribed; add a chat or an on-call service to the topic. */
  readonly email?: string | undefined;
}

/** Where alarms are announced. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: AlarmTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { displayName: "Conversation Bridge", enforceSSL: true });
    // A topic policy of our own (TLS only) replaces SNS's default one, which would have let CloudWatch in.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsOfThisAccount",
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    if (email !== undefined) this.subscribe(email);
  }

  private subscribe(email: string): void {
    const subscription = new Subscription(this, "Email", {
      topic: this.topic,
      protocol: SubscriptionProtocol.EMAIL,
      endpoint: email,
    });
    acknowledge(subscription, {
      "Serverless-SNSRedrivePolicy":
        "An alarm mail that could not be delivered is of no use later; the alarm itself stays visible in CloudWatch.",
    });
  }
}
