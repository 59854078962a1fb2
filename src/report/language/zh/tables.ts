/** What `run` prints for all labs together: the 2 × 2, the tables with their legends, and the findings. */
export const tables = {
  'TCP is full-duplex below every version of HTTP: it carries bytes both ways at once. The question is what each use of HTTP makes of it.':
    '在 HTTP 的每个版本之下，TCP 都是全双工的：它同时双向传送字节。问题在于 HTTP 的每种用法怎样使用它。',
  'Five exchanges, one after another, with one factor changed at a time': '依次五次交互，每次只改变一个因素',
  'each closing': '每次关闭',
  'keeping alive': '保持连接',
  'not run': '未运行',
  'What the verdict follows cannot be told: it takes a verdict in each of the four cells':
    '无法判断结论取决于什么：四格都要有结论才行',
  'The verdict follows the handling of the connection, not the version':
    '结论取决于连接的处理方式，而不是版本',
  'All four verdicts are the same: neither the version nor the connection makes a difference':
    '四个结论都相同：版本和连接的处理方式都没有影响',
  'The verdict follows the version, not the handling of the connection':
    '结论取决于版本，而不是连接的处理方式',
  'What the verdict follows cannot be told: neither the rows nor the columns agree':
    '无法判断结论取决于什么：行与行、列与列都不一致',

  'The labs, each with what was counted and how it is judged': '各个实验：计数与结论',
  lab: '实验',
  '5 in\nturn': '依次\n5 次',
  '8 at\nonce': '同时\n8 个',
  'hangs\nup': '断开',
  'ordinary:\nwire': '通常：\n线路',
  'conver-\nsation': '对话',
  'at limit:\nwire': '极限：\n线路',
  'spec\npermits': '规范\n允许',
  'textbook\nsays': '教科书\n说',
  'holds?': '成立？',
  'half, full': '? –',
  'half-duplex, full-duplex; ? could not be told; – not asked': '依次为：无法判定；未问',
  '5 exchanges on 1 connection, counted at the tap': '在探针处计数：5 次交互用 1 个连接',
  'hangs up': '断开',
  'the server does, after its answer and without waiting for the client; or it stays':
    '服务器响应之后不等客户端就断开；或者保持连接',
  'do messages of both directions cross at the same time? (Federal Standard 1037C)':
    '两个方向的消息是否同时通过？（Federal Standard 1037C）',
  'full-duplex, since bytes of both directions were under way at once: neither can answer the other':
    '全双工：两个方向的字节同时在途，任何一方都不可能是对另一方的应答',
  'full-duplex, since each of two opposite messages began before the other had ended; their parts may take turns':
    '全双工：两条方向相反的消息各自都在对方结束之前开始；其各段可能轮流发送',
  'who may speak, and is the line used again? (the sense that textbooks use)':
    '谁可以发言，线路是否再次使用？（教科书所用的含义）',
  'HTTP: five exchanges in turn, eight at once, one beside another; else a script of its own':
    'HTTP：依次五次交互，同时八个，一个与另一个并行；其他对象用自己的脚本',
  'at limit': '极限',
  'everything that was asked of it, not only its ordinary use': '向它提出的全部问题，不限于通常使用',
  "the textbook's word against the conversation in ordinary use": '教科书的说法与通常使用时的对话相比',
  stays: '保持',
  'What the specification permits on one connection (silent: it says nothing of it)':
    '规范允许一个连接怎样使用（未规定：规范没有提及）',

  'The questions, and what each lab answered': '各个问题，以及每个实验的回答',
  'Asked of single labs': '只问了个别实验的问题',
  'the word below says who refused: the protocol, the server, the client (the policy of its library), or the bench (the policy of its own client)':
    '下面的词说明谁不允许：协议、服务器、客户端（其程序库的策略）或实验台（自己的客户端的策略）',
  'the word below says what was seen on the wire meanwhile: a crossing (bytes of both directions under way at once), or no more than an overlap':
    '下面的词说明当时在线路上看到了什么：同时在途（两个方向的字节），或者只有重叠',
  'yes, but only alongside a request': '是，但仅随请求',
  'n/a, ?, –': '不适用 ? –',
  'does not apply; could not be told; was not asked': '依次为：不适用；无法判定；未问',

  'The same events, delivered in each way': '同样的事件，以各种方式送达',
  'delivered by': '送达方式',
  events: '事件',
  exchanges: '交互',
  'connec-\ntions': '连接',
  'bytes\nup': '上行\n字节',
  'bytes\ndown': '下行\n字节',
  'bytes per\nevent': '字节/\n事件',
  empty: '空响应',
  turns: '换向',
  'mean\ndelay': '平均\n延迟',
  'on the\nwire': '线路上',
  'mean delay': '平均延迟',
  'on the wire': '线路上',
  'requests, or messages of a WebSocket client, with their answers; the last says what was heard':
    '请求或 WebSocket 客户端的消息，连同其响应；最后一次报告收到了什么',
  'answers that said nothing': '没有内容的响应',
  'changes of direction on the wire': '线路上方向的变换',
  'from occurrence to delivery, in the time of the story that all are told; not a measured time':
    '从发生到送达，按统一的虚拟时间表计算，不是测得的时间',
  'from occurrence to delivery where nothing waits for a poll, measured; differs from run to run':
    '从发生到送达（不等待轮询者），为测得的时间，每次运行会有不同',

  'Three messages in one piece: on a raw socket, and over WebSocket':
    '一次到达的三条消息：原始套接字与 WebSocket',
  'carried by': '承载方式',
  'messages\nkept apart': '消息\n分得开',
  'who marks\ntheir ends': '由谁标记\n边界',
  'bytes before\nthe first': '首条消息\n之前的字节',
  'framing per\nmessage': '每条消息的\n成帧开销',
  'the protocol': '协议',
  'the application': '应用',

  "In conversation, the textbook's word holds for {n} of {m} lab(s)":
    '就对话而言，教科书的说法在 {m} 个实验中有 {n} 个成立',
  '{mode}, as the textbook says': '{mode}，与教科书一致',
  '{mode}, where the textbook says {says}': '{mode}，而教科书说{says}',
  'could not be told, where the textbook says {says}': '无法判定，而教科书说{says}',
  '{mode}, and not {says}': '{mode}，而不是{says}',
  "On the wire, in ordinary use, the textbook's word does not hold for":
    '就线路而言，通常使用时，教科书的说法对以下实验不成立',
  'Predictions that proved wrong (a finding, not an error)': '不准的预测（这是发现，不是错误）',
  "Every prediction of the labs' authors that could be checked proved right.":
    '实验作者的预测，凡可检验的都得到证实。',
  '{Lab}, wire lens, {level}': '{Lab}，线路视角，{level}',
  '{Lab}, conversation lens, {level}': '{Lab}，对话视角，{level}',
  'predicted {mode}, found {found}': '预测为{mode}，实为{found}',
  '{n} lab(s) did not run to the end': '{n} 个实验没有运行到底',

  'To go on': '接下来可以',
  'from the bytes to the verdict, step by step': '从字节到结论，逐步讲解',
  'the strips, answers and verdicts of one lab': '一个实验的条带图、回答和结论',
} satisfies Record<string, string>;
