/** What each question asks, how an order of events is forced, and what the gates withhold. */
export const questions = {
  'a script of its own': '自己的脚本',
  'Nothing is forced: the subject speaks as it ordinarily does.': '不强制任何顺序：对象照通常方式通信。',
  'does the next request travel on the same connection?': '下一个请求走同一个连接吗？',
  '5 exchanges, one after another. It is a yes only if one connection carried all.':
    '依次 5 次交互。只有一个连接承载全部才算“是”。',
  'how many connections do 8 requests at once take? (yes: one)': '同时 8 个请求要用几个连接？（是：一个）',
  '8 requests in one go; the server answers none until all that the client lets out together are there.':
    '一次发出 8 个请求；客户端同时放出的请求全部到齐之前，服务器一个也不响应。',
  'does a second request get through while the first answer is unfinished?':
    '第一个响应尚未结束时，第二个请求能通过吗？',
  'The server sends the head and the first part of answer A. Only then does the client send B, and only after B has arrived does the server end A.':
    '服务器先发响应 A 的首部和第一段；客户端此时才发 B；B 到达之后服务器才结束 A。',
  'can a later answer on a connection overtake an earlier one?': '同一连接上，后面的响应能超过前面的吗？',
  'The server withholds all of answer A until the client has the whole of answer B.':
    '在客户端收齐响应 B 之前，服务器扣住整个响应 A。',
  'can the answer run while the request is still being sent?': '请求还在发送时，响应能同时进行吗？',
  'In 3 rounds the client sends the next part of the request only after it has a part of the answer, and the server the next part of the answer only after it has a part of the request.':
    '共 3 轮：客户端收到一段响应后才发下一段请求，服务器收到一段请求后才发下一段响应。',
  'can bytes of both directions be under way at once?': '两个方向的字节能同时在途吗？',
  'The tap withholds both directions until a part of each has come to it, so that neither can have been sent because of the other; then it lets both pass.':
    '探针把两个方向都扣住，直到双方各有一段到达，因此任何一段都不可能是因对方而发；然后同时放行。',
  'can the server say what nobody asked for, and does the client take it?':
    '服务器能主动发出无人请求的内容吗？客户端采用吗？',
  'The server speaks with no request open, then beside an open one. It counts as taken if a later request carries a word that was found only there.':
    '服务器先在没有请求时发言，再在有未完成的请求时发言。后来的请求中带有只在那里出现过的词，才算被采用。',
  'does the server close after its answer, without waiting for the client?':
    '服务器响应之后是否不等客户端就关闭？',
  "The tap withholds the answer's last byte from the client, and sees whether the server closes all the same.":
    '探针扣住响应的最后一个字节不给客户端，看服务器是否照样关闭。',
  'does one side hang up an idle connection? (who, how, when: see the details)':
    '有一方会断开空闲连接吗？（谁、怎样、何时：见详情）',
  'After one exchange on each connection nobody says anything. Three limits are set, one a connection.':
    '每个连接上一次交互之后双方都不再说话。设三个时限，每个连接一个。',
  'can one side finish and still listen?': '一方发完之后还能继续接收吗？',
  'The client sends FIN after its request, and the server answers only after it has seen that FIN.':
    '客户端发完请求就发 FIN，服务器看到这个 FIN 之后才响应。',
  'is every connection told apart by its pair of addresses, and its server found by the port?':
    '每个连接都能由地址对区分、由端口找到服务器吗？',
  'Several clients talk to several servers on one address, all at the same time.':
    '多个客户端同时与同一地址上的多个服务器通信。',
  'do messages that arrive in one piece stay apart?': '一次到达的几条消息仍然分得开吗？',
  'The client sends several messages, and they reach the server in one piece.':
    '客户端发出几条消息，它们一次到达服务器。',
  'does the client take a WebSocket that is opened without sec-websocket-accept?':
    '没有 sec-websocket-accept 就打开的 WebSocket，客户端接受吗？',
  'The server answers the handshake without that field.': '服务器响应握手时不带这个字段。',
  'does every event that occurs at the server reach the client?': '服务器上发生的每个事件都能到达客户端吗？',
  'Twenty events occur on a virtual schedule, and the client reports how many it was handed.':
    '二十个事件按虚拟的时间表发生，客户端报告自己收到了几个。',
  'does one HTTP exchange suffice for messages both ways on the same connection?':
    '一次 HTTP 交互之后，同一连接上就能双向发消息吗？',
  'Nothing is forced: client and server talk in turns, and once the server speaks unasked.':
    '不强制任何顺序：客户端与服务器轮流发言，其中服务器有一次主动发言。',
  'do servers that nobody has configured advertise different keep-alive times?':
    '未经配置的各服务器公布的 keep-alive 时间不同吗？',
  'Nothing is forced: two exchanges with each server, as it comes.':
    '不强制任何顺序：与每个服务器自然地交互两次。',
  'what passed between a client and a server that are not ours': '并非我们编写的客户端与服务器之间通过了什么',
  'Nothing is forced: what passed is what they said of their own accord.':
    '不强制任何顺序：通过的都是双方自己发出的。',
  'does the next request travel on the same connection if the client asks for that?':
    '如果客户端要求，下一个请求会走同一连接吗？',
  'Nothing is forced: one request after another, each with Connection: keep-alive.':
    '不强制任何顺序：请求一个接一个，每个都带 Connection: keep-alive。',
  'after how many requests does the server end a connection?': '服务器在多少个请求之后结束连接？',
  'is a second connection served while a request on a first has not ended?':
    '第一个连接上的请求还没有结束，第二个连接能得到服务吗？',
  'The client withholds the rest of a request until a request on another connection is answered.':
    '客户端扣住一个请求的其余部分，直到另一个连接上的请求得到响应。',
  'does the server close a connection that nobody asked it to keep?':
    '没有人要求保持的连接，服务器会关闭吗？',
  'The client leaves it to the server to close, until other exchanges have come and gone.':
    '客户端把关闭留给服务器，直到另外几次交互结束。',
  'who hangs up, and after how long, when the second of two requests in one go has no answer?':
    '一次发出的两个请求，第二个没有响应时，谁断开，多久之后？',
  'Two requests in one piece, after which the client waits for as long as the deadline says.':
    '两个请求合在一起发出，然后客户端等到时限为止。',
  'does the server say before the content whether it wants it?': '内容到来之前，服务器会说是否要它吗？',
  'The client sends Expect: 100-continue, and withholds the content until something comes.':
    '客户端发出 Expect: 100-continue，并扣住内容，直到有东西到来。',
  'does an answer to a large request begin before its end, and what follows it?':
    '大请求的响应会在请求结束之前开始吗，之后又如何？',
  'Nothing is forced: the client sends 8 MB as fast as they are taken, whatever comes meanwhile.':
    '不强制任何顺序：客户端以对方接收的速度发送 8 MB，其间无论来了什么。',
  'Nothing is forced: one request after another, until a second connection is needed.':
    '不强制任何顺序：请求一个接一个，直到需要第二个连接。',
  'does the proxy speak this version in front, and does it reach the origin?':
    '代理在前端支持这个版本吗？能到达源服务器吗？',
  'Nothing is forced: one request.': '不强制任何顺序：一个请求。',
  'what does the proxy say of itself to a client that asks for nothing?':
    '对什么也不请求的客户端，代理怎样介绍自己？',
  'The client sends what is no request.': '客户端发出的不是请求。',
  'how many connections behind do 5 requests take that come on one connection in front?':
    '前端同一连接上的 5 个请求，在后端用几个连接？',
  'Nothing is forced: 5 requests, one after another.': '不强制任何顺序：5 个请求，一个接一个。',
  'how many connections behind do 5 clients take, with one request each?':
    '5 个客户端各发一个请求，在后端用几个连接？',
  'Nothing is forced: one request after another, each on a connection of its own that stays open.':
    '不强制任何顺序：请求一个接一个，各用自己的连接，连接保持打开。',
  'does the proxy find the origin once it has had time to look for it?':
    '给代理时间去寻找之后，它能找到源服务器吗？',
  'Nothing is forced: a request every half second.': '不强制任何顺序：每半秒一个请求。',
  'does a tunnel to the origin come about, and does it carry a request?':
    '能打开到源服务器的隧道，并让请求通过吗？',
  'Nothing is forced: CONNECT, and one request within.': '不强制任何顺序：CONNECT，以及其中的一个请求。',
  'how many connections behind do 1, 2, 5 and 20 clients take that ask at once?':
    '1、2、5、20 个客户端同时请求，在后端各用几个连接？',
  'The origin answers none of a group before it has the requests of all.':
    '源服务器收齐一组的所有请求之前，一个也不响应。',
  'who says 100 (Continue), the proxy or the origin?': '由谁说 100 (Continue)：代理还是源服务器？',
  'does an answer come through while the client withholds the rest of its request, and what becomes of the rest?':
    '客户端扣住请求的其余部分时，响应能通过吗？其余部分后来怎样？',
  'The origin answers when it has a part of the request. The client withholds the rest until it has that answer.':
    '源服务器收到请求的一部分就响应。客户端得到响应之前扣住其余部分。',
  'is a request sent again that met the end of the connection that it was sent on?':
    '请求所用的连接恰在此时被结束，请求会再发一次吗？',
  'The origin ends the connection after an answer. The tap withholds that end until the next request has come to it.':
    '源服务器在一个响应之后结束连接。下一个请求到达探针之前，探针扣住这一结束。',
  'who ends a connection behind that is idle, the proxy, or the origin at its limit?':
    '空闲的后端连接由谁结束：代理，还是到了时限的源服务器？',
  'The origin ends one after 1 s, one after 2 s, and one after 5 s.':
    '源服务器在 1 s、2 s、5 s 之后各结束一个。',
  'after how many requests does the proxy end a connection behind, and go on with another?':
    '代理在多少个请求之后结束后端连接、换用另一个？',
  'Nothing is forced: 1,100 requests, one after another.': '不强制任何顺序：1,100 个请求，一个接一个。',
  'from how many bytes on does a first part of a request come out behind before the rest has gone in?':
    '请求的其余部分进入之前，第一部分要有多少字节才能从后端出来？',
  'The client withholds the rest of each request until the origin has a byte of the first part.':
    '源服务器收到第一部分的一个字节之前，客户端扣住每个请求的其余部分。',
  'from how many bytes on does a first part of a response come out in front before the rest has gone in?':
    '响应的其余部分进入之前，第一部分要有多少字节才能从前端出来？',
  'The origin withholds the rest of each response until the client has a byte of the first part.':
    '客户端收到第一部分的一个字节之前，源服务器扣住每个响应的其余部分。',
  'from how many bytes on does a first event come out in front before the next one has gone in?':
    '下一个事件进入之前，第一个事件要有多少字节才能从前端出来？',
  'The origin withholds the second event until the client has a byte of the first.':
    '客户端收到第一个事件的一个字节之前，源服务器扣住第二个事件。',
  'does a message get through on a WebSocket, and its answer?': 'WebSocket 上的一条消息及其答复能通过吗？',
  'Nothing is forced: one message, and one answer.': '不强制任何顺序：一条消息，一条答复。',

  'gate closed': '闸门关闭',
  'gate released': '闸门放开',
  ' (by hand)': '（人为）',
  'the end of A': 'A 的结尾',
  'first part of A': 'A 的第一段',
  'said-while-idle': '空闲时的发言',
  'said-alongside': '随请求的发言',
  'all of A': '整个 A',
  'the answers': '各个响应',
  'the next part': '下一段',
  'the last byte of the answer': '响应的最后一个字节',
  'a part of each direction': '每个方向的一段',
  'the end of the first request': '第一个请求的结尾',
  'the second answer': '第二个响应',
  'the first answer': '第一个响应',
  'the rest of the first answer': '第一个响应的其余部分',
  'the end of the request': '请求的结尾',
  'the rest of the request': '请求的其余部分',
  'the rest of the response': '响应的其余部分',
  'the second event': '第二个事件',
} satisfies Record<string, string>;
