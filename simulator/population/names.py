"""Names with the readings that belong to them, and how often a name has a character that not every system has.

Frequent surnames and given names; nobody in particular is meant. Shares of odd names are ours: no statistic was found.
"""

from dataclasses import dataclass

Name = tuple[str, str]
"""As it is written, and as it is read."""
BLANK = "\u3000"


def _pairs(text: str) -> tuple[Name, ...]:
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


SURNAMES = _pairs(
    "佐藤 サトウ 鈴木 スズキ 高橋 タカハシ 田中 タナカ 伊藤 イトウ 渡辺 ワタナベ 山本 ヤマモト 中村 ナカムラ "
    "小林 コバヤシ 加藤 カトウ 吉田 ヨシダ 山田 ヤマダ 佐々木 ササキ 山口 ヤマグチ 松本 マツモト 井上 イノウエ "
    "木村 キムラ 林 ハヤシ 斎藤 サイトウ 清水 シミズ 山崎 ヤマザキ 森 モリ 池田 イケダ 橋本 ハシモト 阿部 アベ "
    "石川 イシカワ 山下 ヤマシタ 中島 ナカジマ 石井 イシイ 小川 オガワ 前田 マエダ 岡田 オカダ 長谷川 ハセガワ "
    "藤田 フジタ 後藤 ゴトウ 近藤 コンドウ 村上 ムラカミ 遠藤 エンドウ 青木 アオキ 坂本 サカモト 福田 フクダ "
    "太田 オオタ 西村 ニシムラ 藤井 フジイ 金子 カネコ 岡本 オカモト 藤原 フジワラ 中野 ナカノ 三浦 ミウラ "
    "原田 ハラダ 中川 ナカガワ 松田 マツダ 竹内 タケウチ 小野 オノ 田村 タムラ 中山 ナカヤマ 和田 ワダ 石田 イシダ "
    "森田 モリタ 上田 ウエダ 原 ハラ 内田 ウチダ 柴田 シバタ 酒井 サカイ 宮崎 ミヤザキ 横山 ヨコヤマ 高木 タカギ "
    "安藤 アンドウ 宮本 ミヤモト 大野 オオノ 小島 コジマ 谷口 タニグチ 工藤 クドウ 今井 イマイ 高田 タカダ "
    "増田 マスダ 丸山 マルヤマ 杉山 スギヤマ 村田 ムラタ 大塚 オオツカ 新井 アライ 藤本 フジモト 小山 コヤマ "
    "平野 ヒラノ 河野 コウノ 上野 ウエノ 武田 タケダ 野口 ノグチ 松井 マツイ 千葉 チバ 菅原 スガワラ 岩崎 イワサキ "
    "木下 キノシタ 久保 クボ 佐野 サノ 野村 ノムラ 松尾 マツオ 市川 イチカワ 菊地 キクチ 杉本 スギモト 古川 フルカワ "
    "大西 オオニシ 島田 シマダ 桜井 サクライ 水野 ミズノ 渡部 ワタナベ 高野 タカノ 吉川 ヨシカワ 山内 ヤマウチ "
    "西田 ニシダ 飯田 イイダ 菊池 キクチ 西川 ニシカワ 小松 コマツ 北村 キタムラ 安田 ヤスダ 五十嵐 イガラシ "
    "川口 カワグチ 平田 ヒラタ 関 セキ 中田 ナカタ 久保田 クボタ 東 ヒガシ 服部 ハットリ 川崎 カワサキ 岩田 イワタ "
    "土屋 ツチヤ 福島 フクシマ 本田 ホンダ 辻 ツジ 樋口 ヒグチ 秋山 アキヤマ 田口 タグチ 永井 ナガイ 山中 ヤマナカ "
    "中西 ナカニシ 吉村 ヨシムラ 川上 カワカミ 石原 イシハラ 大橋 オオハシ 松岡 マツオカ 浜田 ハマダ 馬場 ババ "
    "森本 モリモト 矢野 ヤノ 浅野 アサノ 松下 マツシタ 星野 ホシノ 大久保 オオクボ 吉岡 ヨシオカ 小池 コイケ 野田 ノダ"
)
OLDER_WOMEN = _pairs(
    "和子 カズコ 幸子 サチコ 洋子 ヨウコ 節子 セツコ 恵子 ケイコ 京子 キョウコ 美代子 ミヨコ 久子 ヒサコ 文子 フミコ "
    "千代子 チヨコ 光子 ミツコ 信子 ノブコ 敏子 トシコ 弘子 ヒロコ 昭子 アキコ 良子 ヨシコ 悦子 エツコ 順子 ジュンコ "
    "トシ トシ キミ キミ ハル ハル 勝子 カツコ 静子 シズコ 富子 トミコ"
)
OLDER_MEN = _pairs(
    "清 キヨシ 勇 イサム 茂 シゲル 博 ヒロシ 正 タダシ 勝 マサル 実 ミノル 進 ススム 隆 タカシ 弘 ヒロシ 昭 アキラ "
    "和夫 カズオ 幸雄 ユキオ 義雄 ヨシオ 正雄 マサオ 武 タケシ 登 ノボル 功 イサオ 稔 ミノル 三郎 サブロウ 邦夫 クニオ "
    "哲夫 テツオ 秀雄 ヒデオ 昇 ノボル"
)
WOMEN = _pairs(
    "陽子 ヨウコ 由美子 ユミコ 真由美 マユミ 智子 トモコ 久美子 クミコ 裕子 ユウコ 明美 アケミ 直美 ナオミ 恵 メグミ "
    "愛 アイ 麻衣 マイ 彩 アヤ 香織 カオリ 美穂 ミホ 千尋 チヒロ 舞 マイ 葵 アオイ 陽菜 ヒナ 結衣 ユイ 美咲 ミサキ "
    "さくら サクラ 凛 リン 莉子 リコ 七海 ナナミ 優奈 ユウナ 杏 アン 詩 ウタ 紬 ツムギ 琴音 コトネ 真央 マオ "
    "友美 トモミ 沙織 サオリ"
)
MEN = _pairs(
    "誠 マコト 健一 ケンイチ 浩 ヒロシ 浩二 コウジ 隆 タカシ 修 オサム 学 マナブ 哲也 テツヤ 直樹 ナオキ 大輔 ダイスケ "
    "健太 ケンタ 翔太 ショウタ 拓也 タクヤ 翔 ショウ 亮 リョウ 剛 ツヨシ 和也 カズヤ 達也 タツヤ 大樹 ダイキ 蓮 レン "
    "湊 ミナト 陽翔 ハルト 樹 イツキ 悠真 ユウマ 大和 ヤマト 颯太 ソウタ 蒼 アオイ 律 リツ 朝陽 アサヒ 智也 トモヤ "
    "雄一 ユウイチ 慎一 シンイチ"
)
OLDER_BORN_BEFORE = 1955
"""Who was born before that year has an older given name."""


@dataclass(frozen=True, slots=True)
class OddSurnames:
    """Surnames that not every system can write: ``share`` of all families have one of them."""

    share: float
    surnames: tuple[Name, ...]


SUBSTITUTED = OddSurnames(0.004, _pairs("●藤 サイトウ 渡● ワタナベ ●橋 タカハシ 山● ヤマザキ"))
"""● stands where the insurer's system had no character."""
BEYOND_LEVEL_2 = OddSurnames(0.006, _pairs("𡈽屋 ツチヤ 𡈽田 ツチダ 𣘺本 ハシモト 𣘺口 ハシグチ 𦚰田 ワキタ"))
"""JIS levels 3 and 4, which CP932 lacks."""
PRIVATE = OddSurnames(0.001, (("渡\ue000", "ワタナベ"), ("\ue001藤", "サイトウ"), ("\ue002田", "タダ")))
"""外字: characters of a system's own, in the private-use area."""
FOREIGN_SHARE = 0.022
"""Of families: names in Latin letters (在留外国人 are 2.7 % of all, some with names in kanji)."""
FOREIGN_SURNAMES = _pairs(
    "NGUYEN グエン TRAN チャン SANTOS サントス SILVA シルバ SMITH スミス GURUNG グルン REYES レイエス KUMAR クマール"
)
FOREIGN_WOMEN = _pairs("MARIA マリア LINH リン ANNA アンナ SITA シタ GRACE グレース")
FOREIGN_MEN = _pairs("JOHN ジョン MINH ミン CARLOS カルロス RAJ ラジ MARK マーク")
