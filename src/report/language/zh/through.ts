/** What `through` prints of a real proxy, with the reasons. */
import type { Templates } from '../say.ts';

export const through = {
  'Through {Proxy} at {Url}': '经由{Proxy}（{Url}）',
  found: '结果',
  why: '理由',
  'Settings that change this': '可以改变这些结果的设置',
  streams: '边收边发',
  immediate: '立即',
  held: '扣住',
  'HTTP version in front': '前端 HTTP 版本',
  'HTTP version behind': '后端 HTTP 版本',
  'connections in front': '前端连接',
  'connections behind': '后端连接',
  '… for five clients': '… 五个客户端时',
  upload: '上传',
  download: '下载',
  'interlock over HTTP/{Version}': 'interlock（HTTP/{Version}）',
  'as our client asked': '按我们的客户端的请求',
  'as the proxy asks the origin': '代理向源服务器请求时所用',
  '{n} request(s), one after another': '{n} 个请求，依次发出',
  '{n} request(s), one of each client': '{n} 个请求，每个客户端一个',
  'opened anew: ': '新建的原因：',

  'what came out was not what went in': '出来的与进去的不同',
  'the exchange did not end within its time': '这次交互没有在时限内结束',
  'the exchange was not finished': '这次交互没有完成',
  'the exchange was answered with status {n}': '这次交互得到的状态码是 {n}',
  'a first part of the request reached the origin while the client withheld the rest':
    '客户端扣住请求的其余部分时，第一段已到达源服务器',
  'nothing of the request reached the origin before the client had sent all of it':
    '客户端发完整个请求之前，源服务器什么也没收到',
  'a first part of a response of known length reached the client while the origin withheld the rest':
    '源服务器扣住其余部分时，长度已知的响应的第一段已到达客户端',
  'nothing of a response of known length reached the client before the origin had sent all of it':
    '源服务器发完长度已知的整个响应之前，客户端什么也没收到',
  'a first part of an event stream reached the client while the origin withheld the rest':
    '源服务器扣住其余部分时，事件流的第一段已到达客户端',
  'nothing of an event stream reached the client before the origin had sent all of it':
    '源服务器发完整个事件流之前，客户端什么也没收到',
  'the first part of the request did not reach the origin while the client withheld the rest':
    '客户端扣住请求的其余部分时，第一段没有到达源服务器',
  'the first part of the response did not reach the client while it withheld the rest of the request':
    '客户端扣住请求的其余部分时，没有收到响应的第一段',
  'the proxy does not speak HTTP/{Version} in front': '代理在前端不支持 HTTP/{Version}',
  'the handshake was answered, and a message came back': '握手得到响应，并有消息返回',
  "the proxy's SETTINGS do not allow an extended CONNECT": '代理的 SETTINGS 不允许扩展 CONNECT',
  'the handshake was answered with status {n}': '握手得到的状态码是 {n}',
  'the handshake was answered, but no message came back': '握手得到响应，但没有消息返回',
  'the proxy reset the stream of the handshake': '代理重置了握手的流',
  'the handshake was not answered': '握手没有得到响应',
  'the proxy passed no request on, though it connected to where it should find the origin; {answer}':
    '代理虽已连到源服务器应在的位置，却没有转发任何请求；{answer}',
  'the proxy did not connect to where it should find the origin; {answer}':
    '代理没有连接源服务器应在的位置；{answer}',
  'it answered nothing': '它没有任何响应',
  'it answered with status {n}': '它响应的状态码是 {n}',
} satisfies Templates;
