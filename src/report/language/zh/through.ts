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
} satisfies Templates;
