import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decryptField, encryptField, fitSecret } from './encryption.ts';
import { queryPairs, sameSignature, signedPrefix, signSpi, signSpiOld } from './spi-signature.ts';
import { challengeOf, signWebhook, verifyWebhook, type WebhookEnvelope } from './webhook.ts';

const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'));
const { secret } = vectors;

describe('SPI signature vectors', () => {
  for (const vector of vectors.spi) {
    it(`${vector.name}: ${vector.about}`, () => {
      const query = queryPairs(vector.query);
      const body = Buffer.from(vector.body);
      expect(signSpi(secret, query, body)).toBe(vector.sha256);
      expect(signSpiOld(secret, query, body)).toBe(vector.md5);
    });
  }

  it('S1 has the documented signed text and lengths', () => {
    const [s1] = vectors.spi;
    const body = Buffer.from(s1.body);
    expect(body.length).toBe(98);
    const text = Buffer.concat([Buffer.from(signedPrefix(secret, queryPairs(s1.query), true)), body]);
    expect(text.length).toBe(194);
    expect(text.toString()).toBe(s1.text);
  });

  it('S4: the same body re-serialised after signing has another signature and is refused', () => {
    const [s1] = vectors.spi;
    const respaced = Buffer.from(s1.body.replaceAll('":', '": ').replaceAll(',"', ', "'));
    const signature = signSpi(secret, queryPairs(s1.query), respaced);
    expect(signature).toBe(vectors.reserialised);
    expect(sameSignature(s1.sha256, signature)).toBe(false);
  });

  it('compares without regard to case, and never accepts another length', () => {
    const [s1] = vectors.spi;
    expect(sameSignature(s1.sha256, s1.sha256.toUpperCase())).toBe(true);
    expect(sameSignature(s1.sha256, s1.sha256.slice(0, 63))).toBe(false);
    expect(sameSignature(s1.sha256, '')).toBe(false);
    expect(sameSignature(s1.sha256, 'é'.repeat(32))).toBe(false);
  });

  it('takes several values of one key in ascending order', () => {
    expect(
      signedPrefix(
        's',
        [
          ['b', '2'],
          ['a', '9'],
          ['a', '1'],
        ],
        false,
      ),
    ).toBe('s&a=1&a=9&b=2');
  });
});

describe('field encryption vectors', () => {
  for (const { plain, cipher } of vectors.fields) {
    it(`round trip of ${plain}`, () => {
      expect(encryptField(secret, plain)).toBe(cipher);
      expect(decryptField(secret, cipher)).toEqual({ state: 'plain', text: plain });
    });
  }

  for (const { secret: odd, fitted, cipher } of vectors.fitting) {
    it(`fits a secret of ${odd.length} characters`, () => {
      expect(fitSecret(odd)).toBe(fitted);
      expect(encryptField(odd, '13800138000')).toBe(cipher);
    });
  }

  it('tells the newer scheme, foreign secrets and damage apart from text, without throwing', () => {
    expect(decryptField(secret, 'Enc.abcdef')).toEqual({ state: 'online', raw: 'Enc.abcdef' });
    for (const raw of ['', 'not base64!', 'SxxOBnwVlwZFQV1er5pEHA', 'AAAA', '13800138000']) {
      expect(decryptField(secret, raw)).toEqual({ state: 'unreadable', raw });
    }
    expect(decryptField('another-secret-another-secret-32', 'SxxOBnwVlwZFQV1er5pEHA==').state).toBe('unreadable');
  });
});

describe('webhook vectors', () => {
  for (const { name, body, sha1 } of vectors.webhooks) {
    it(name, () => {
      expect(signWebhook(secret, Buffer.from(body))).toBe(sha1);
      expect(verifyWebhook(secret, Buffer.from(body), sha1)).toBe(true);
      expect(verifyWebhook(secret, Buffer.from(`${body} `), sha1)).toBe(false);
    });
  }

  it('accepts the signature of the body without line breaks', () => {
    const { body, sha1 } = vectors.webhooks[0];
    expect(verifyWebhook(secret, Buffer.from(body.replace(',', ',\r\n')), sha1)).toBe(true);
    expect(verifyWebhook(secret, Buffer.from(body.replace(',', ', \n')), sha1)).toBe(false);
  });

  it('finds the challenge in both forms of content and nowhere else', () => {
    const envelope = (content: unknown): WebhookEnvelope => ({ event: 'verify_webhook', client_key: '', content });
    expect(challengeOf(envelope({ challenge: 12345 }))).toBe(12345);
    expect(challengeOf(envelope('{ "challenge": 12345 }'))).toBe(12345);
    for (const content of ['{', 'null', '[]', { challenge: '12345' }, null, 7]) {
      expect(challengeOf(envelope(content))).toBeUndefined();
    }
  });
});
