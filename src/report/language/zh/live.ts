/** What only the page of an observation that goes on says. */
export const live = {
  'Skip to the connections': '跳到各个连接',
  'The live page is drawn by a script; without it there is nothing to see.':
    '实时页面由脚本绘制；没有脚本就没有可看的内容。',
  'What passed on each connection, the newest first': '每个连接上通过了什么（最新的在前）',
  'What was counted so far': '到目前为止的计数',
  'messages before these are not shown': '条更早的消息未显示',
  from: '来自',
  'waiting for the program that observes': '正在等待观察程序',
  'live: what happens is shown as it happens': '实时：随时显示正在发生的情况',
  'the program that observes cannot be reached: trying again': '无法连到观察程序：正在重试',
  'the observation is over: this is what was seen': '观察已结束：这是看到的全部',
  'another observation has begun: this page shows it from its beginning': '另一次观察已开始：本页从头显示',
  'held: what happens meanwhile is shown when you go on': '已暂停：期间发生的情况在继续后显示',
  open: '未关闭',
  'older connections are not shown': '个更早的连接未显示',
  'nothing has crossed yet': '还没有任何内容通过',
  'hold the picture': '暂停画面',
  'go on': '继续',
} satisfies Record<string, string>;
