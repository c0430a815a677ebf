import { CfnOutput } from "aws-cdk-lib";
import { DomainName, SecurityPolicy } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { CustomDomainSettings } from "../stage-settings.ts";

/**
 * A name of our own for the webhook, with mutual TLS when a trust store is given: then nobody but Meta, whose client
 * certificate the trust store's authorities have signed, gets as far as the Lambda.
 *
 * The DNS record stays with whoever runs the zone; the output says where it has to point.
 */
export class CustomDomain extends Construct {
  readonly domainName: DomainName;

  constructor(scope: Construct, id: string, { name, certificateArn, trustStore }: CustomDomainSettings) {
    super(scope, id);
    this.domainName = new DomainName(this, "Name", {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, "Certificate", certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
      ...(trustStore && {
        mtls: {
          bucket: Bucket.fromBucketName(this, "TrustStore", trustStore.bucket),
          key: trustStore.key,
          version: trustStore.version,
        },
      }),
    });
    new CfnOutput(this, "Target", {
      description: `What a CNAME or alias record of ${name} has to point to`,
      value: this.domainName.regionalDomainName,
    });
  }
}
