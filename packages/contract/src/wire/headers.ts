/** Header names of the platform, in the lower case Node gives. */
export const HEADERS = {
  accessToken: 'access-token',
  /** Root merchant account of an OpenAPI call. */
  account: 'rpc-transit-life-account',
  /** Fixed `all`, when products for a test shop are created. */
  testData: 'rpc-persist-life-test-data-access',
  /** Fixed `1`, on everything load-test traffic triggers; never in normal traffic. */
  stress: 'x-stress-tag',
  /** Fixed `1`, with the tokens of test accounts the platform handed out before the self-service test shop. */
  legacyTest: 'x-sandbox-token',
  logid: 'x-bytedance-logid',
  /** Application of an SPI call: identification only, not part of the signed text. */
  clientKey: 'x-life-clientkey',
  spiSignature: 'x-life-sign',
  webhookSignature: 'x-douyin-signature',
  /** De-duplication key of a webhook. */
  messageId: 'msg-id',
} as const;
