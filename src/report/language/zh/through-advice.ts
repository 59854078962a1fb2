/** The settings of well-known proxies that change what `through` found. Their names stay as they are. */
export const throughAdvice = {
  'Connections to the origin are not kept': '到源服务器的连接没有保持',
  'proxy_http_version 1.1, proxy_set_header Connection "" and, in the upstream block, keepalive keep them.':
    '用 proxy_http_version 1.1、proxy_set_header Connection ""，并在 upstream 块中用 keepalive 来保持。',
  'option http-keep-alive (and neither http-server-close nor httpclose) keeps them.':
    '用 option http-keep-alive 来保持（不要用 http-server-close 或 httpclose）。',
  'keepalive in the transport http block keeps them.': '在 transport http 块中用 keepalive 来保持。',
  'ProxyPass with enablereuse=on (and not disablereuse=on), without proxy-nokeepalive, keeps them.':
    'ProxyPass 加 enablereuse=on（不要 disablereuse=on），且不设 proxy-nokeepalive，即可保持。',
  'proxy_set_header Connection "" and, in the upstream block, keepalive keep them.':
    '用 proxy_set_header Connection ""，并在 upstream 块中用 keepalive 来保持。',
  'look for keep-alive, and for HTTP/1.1, on the side of the origin.':
    '请查找源服务器一侧的 keep-alive 和 HTTP/1.1 设置。',
  'look for keep-alive on the side of the origin.': '请查找源服务器一侧的 keep-alive 设置。',

  'Clients do not share connections to the origin': '各客户端不共享到源服务器的连接',
  'http-reuse always shares them; the default, safe, does not for a first request.':
    'http-reuse always 会共享；默认的 safe 不用于第一个请求。',
  'look for connection pooling or reuse on the side of the origin.': '请查找源服务器一侧的连接池或重用设置。',

  'Requests are held until they are whole': '请求在收齐之前被扣住',
  'The beginning of a request is held': '请求的开头被扣住',
  'proxy_request_buffering off passes them on as they come.':
    '用 proxy_request_buffering off 即可边收边转发。',
  'proxy_request_buffering off (with proxy_http_version 1.1) passes them on as they come.':
    '用 proxy_request_buffering off（配合 proxy_http_version 1.1）即可边收边转发。',
  'no option http-buffer-request passes them on as they come.':
    '用 no option http-buffer-request 即可边收边转发。',
  'without request_buffers (before 2.7 buffer_requests) in reverse_proxy they pass as they come.':
    'reverse_proxy 中不设 request_buffers（2.7 之前为 buffer_requests）即可边收边转发。',
  'only return (pipe) in vcl_recv passes small parts on as they come.':
    '只有 vcl_recv 中的 return (pipe) 能把小段边收边转发。',
  'without the buffer filter they pass as they come.': '不用 buffer 过滤器即可边收边转发。',
  'look for request buffering, and switch it off.': '请查找请求缓冲设置，并将其关闭。',

  'Responses are held until they are whole': '响应在收齐之前被扣住',
  'The beginning of a response is held': '响应的开头被扣住',
  'proxy_buffering off passes them on as they come.': '用 proxy_buffering off 即可边收边转发。',
  'without http-response wait-for-body they pass as they come.':
    '不用 http-response wait-for-body 即可边收边转发。',
  'flush_interval -1 in reverse_proxy passes them on as they come.':
    'reverse_proxy 中的 flush_interval -1 使其边收边转发。',
  'beresp.do_stream (true by default) passes them on as they come.':
    'beresp.do_stream（默认 true）使其边收边转发。',
  'look for response buffering or a flush interval.': '请查找响应缓冲或刷新间隔设置。',

  'Event streams wait where they are compressed': '事件流在被压缩时要等待',
  'proxy_buffering off, or gzip_types without text/event-stream, passes them on as they come.':
    '用 proxy_buffering off，或在 gzip_types 中不列 text/event-stream，即可边收边转发。',
  'an encode that does not match text/event-stream passes them on as they come.':
    '让 encode 不匹配 text/event-stream，即可边收边转发。',
  'leave text/event-stream out of what is compressed, or flush after each event.':
    '请不要压缩 text/event-stream，或在每个事件之后刷新。',

  'A request that meets the end of an idle connection behind fails': '请求遇上空闲的后端连接恰被结束时会失败',
  'keepalive_timeout in the upstream block, below the time that the origin waits, avoids it.':
    '在 upstream 块中把 keepalive_timeout 设得短于源服务器的等待时间即可避免。',
  'pool-purge-delay at the server, below the time that the origin waits, avoids it.':
    '在 server 上把 pool-purge-delay 设得短于源服务器的等待时间即可避免。',
  'keepalive in the transport http block, below the time that the origin waits, avoids it.':
    '在 transport http 块中把 keepalive 设得短于源服务器的等待时间即可避免。',
  'the parameter backend_idle_timeout, below the time that the origin waits, avoids it.':
    '把参数 backend_idle_timeout 设得短于源服务器的等待时间即可避免。',
  'ttl in ProxyPass, below the time that the origin waits, avoids it.':
    '在 ProxyPass 中把 ttl 设得短于源服务器的等待时间即可避免。',
  'let the proxy end idle connections before the origin does.': '请让代理先于源服务器结束空闲连接。',

  'Each part waits 200 ms for more to come': '每一段都要等 200 ms，看有没有后续',
  'option http-no-delay passes it on at once.': '用 option http-no-delay 即可立即转发。',
  'Over HTTP/1.1 no response passes before the request has ended': '在 HTTP/1.1 上，请求结束之前响应不能通过',
  'enable_full_duplex in the servers options (from 2.7 on) allows it; HTTP/2 in front does so anyway.':
    'servers 选项中的 enable_full_duplex（2.7 起）允许这样；前端用 HTTP/2 则本来就允许。',
  'proxy_buffering off passes the response on as it comes.': '用 proxy_buffering off 使响应边收边转发。',
  'HTTP/2 in front may not have this limit.': '前端用 HTTP/2 可能没有这个限制。',
  'WebSocket does not pass': 'WebSocket 不能通过',
  'proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade" pass it on.':
    '用 proxy_http_version 1.1、proxy_set_header Upgrade $http_upgrade 和 proxy_set_header Connection "upgrade" 即可转发。',
  'proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade" pass it on.':
    '用 proxy_set_header Upgrade $http_upgrade 和 proxy_set_header Connection "upgrade" 即可转发。',
  'return (pipe) in vcl_recv for req.http.upgrade, and in vcl_pipe set bereq.http.upgrade.':
    '在 vcl_recv 中对 req.http.upgrade 用 return (pipe)，并在 vcl_pipe 中 set bereq.http.upgrade。',
  'ProxyPass with upgrade=websocket (from 2.4.47 on) passes it on.':
    'ProxyPass 加 upgrade=websocket（2.4.47 起）即可转发。',
  'upgrade_configs with upgrade_type: websocket passes it on.':
    '用 upgrade_configs 加 upgrade_type: websocket 即可转发。',
  'the fields Upgrade and Connection must be passed on, over HTTP/1.1.':
    '必须在 HTTP/1.1 上转发 Upgrade 和 Connection 字段。',
} satisfies Record<string, string>;
