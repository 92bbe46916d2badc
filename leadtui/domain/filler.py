"""Words that say nothing about a need, Chinese and English: they stand in every second sentence."""

_WORDS = """
需要 希望 想要 要求 客户 我们 他们 你们 公司 企业 一个 一下 一些 一套 一种 目前 现在 现有 以后 之后 之前 进行
可以 能够 没有 不能 不会 不是 还有 还是 以及 或者 如果 因为 所以 但是 然后 使用 方面 问题 情况 比较 主要 相关
这个 那个 什么 怎么 如何 是否 已经 正在 其他 等等 就是 都是 还要 只有 只能 考虑 打算 计划 准备 了解 咨询 询问
表示 提出 提供 具体 确认 同时 另外 第一 左右 以上 以内 以下 大约 预计 今年 明年 本月 下月 每天 每月 每年 时间
时候 需求 不同 所有 全部 部分 一起 之间 对于 关于 通过 这样 那样 这些 那些 自己 觉得 认为 可能 应该 必须 尽快
最好 一直 经常 总是 很多 非常 特别 一定 先上 不了 不到 不上 先给 周内 月内 年内 年底
and the for with that this from have has had need needs needed want wants wanted would like they them their our
your you are was were been will can could should must not but about into more most some any all also please very
much many other new use used using get make etc in on of to a an is it we us be by or at as so if do
"""
_CHARACTERS = """
的了在是有和与及等不也都就要会能个我你他它这那很把被让给对从到用以为之其或而但并且还又再没想吗呢吧着过上
下里中前后想需做说去来两三四五六七八九十百千万几每各该至由将先
"""

_GENERAL = """
系统 管理 平台 软件 产品 方案 服务 功能 设备 业务 工作 支持 实现 解决 管理系统 信息系统
system systems software management
"""

FILLER = frozenset(_WORDS.split())
"""Words that are no need, nor part of one."""
GENERAL = frozenset(_GENERAL.split())
"""Words that are a need only with another one beside them: 会员系统."""
FUNCTION = frozenset(_CHARACTERS.replace("\n", ""))
"""Single characters that join words but are none of a phrase."""
