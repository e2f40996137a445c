// Holds the pushes of the stand-in for WeChat against a receiver that was not written here:
// npm `wechat-crypto`, which verifies the signatures and decrypts.
//
//     push.js GATEWAY TOKEN KEY APPID

'use strict';

const assert = require('node:assert/strict');
const Receiver = require('wechat-crypto');

const [gateway, token, key, appid] = process.argv.slice(2);
const receiver = new Receiver(token, key, appid);

// The receiver always signs a fourth part; the text of an empty one is left as it is.
const signature = (query, encrypted = '') =>
  receiver.getSignature(query.get('timestamp'), query.get('nonce'), encrypted);

async function main() {
  const answer = await fetch(`${gateway}/stand-in/wechat/push-sample`);
  const sample = await answer.json();

  const query = new URLSearchParams(sample.query);
  const { ToUserName, Encrypt } = JSON.parse(sample.body);
  assert.equal(query.get('encrypt_type'), 'aes');
  assert.equal(query.get('msg_signature'), signature(query, Encrypt), 'msg_signature');
  assert.equal(query.get('signature'), signature(query), 'signature');
  const { message, id } = receiver.decrypt(Encrypt);
  assert.equal(id, appid);
  const told = JSON.parse(message);
  assert.equal(told.ToUserName, ToUserName);
  assert.equal(told.FromUserName, query.get('openid'));
  assert.equal(told.MsgType, 'text');
  assert.equal(told.Content, '照片什么时候好？');

  const question = new URLSearchParams(sample.echo.query);
  assert.equal(question.get('signature'), signature(question), 'signature of the question');
  assert.equal(question.get('echostr'), sample.echo.echostr);

  console.log('The stand-in pushes as WeChat does.');
}

main();
