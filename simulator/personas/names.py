"""Invented names with their readings. Surnames speak of models and examples: nobody is called so."""

_FRONT = (
    ("仮", "カリ"),
    ("例", "レイ"),
    ("試", "タメシ"),
    ("想", "ソウ"),
    ("架", "カ"),
    ("雛", "ヒナ"),
    ("型", "カタ"),
    ("模", "モ"),
    ("写", "ウツ"),
)
_BACK = (
    ("坂", "サカ"),
    ("浜", "ハマ"),
    ("森", "モリ"),
    ("瀬", "セ"),
    ("峰", "ミネ"),
    ("里", "サト"),
    ("岸", "ギシ"),
    ("塚", "ヅカ"),
)
_JOINED = [(front + back, front_kana + back_kana) for back, back_kana in _BACK for front, front_kana in _FRONT]
SURNAMES = (
    ("見本", "ミホン"),
    ("仮野", "カリノ"),
    ("例川", "レイカワ"),
    ("試山", "タメシヤマ"),
    ("想田", "ソウダ"),
    ("架沢", "カザワ"),
    ("雛形", "ヒナガタ"),
    ("型岡", "カタオカ"),
    ("模原", "モハラ"),
    ("写井", "ウツイ"),
    ("空木", "ソラキ"),
    ("例島", "レイジマ"),
    ("仮屋", "カリヤ"),
    ("試川", "タメシガワ"),
    ("想野", "ソウノ"),
    ("架山", "カヤマ"),
    ("雛田", "ヒナダ"),
    ("型沢", "カタザワ"),
    ("模島", "モジマ"),
    ("写野", "ウツノ"),
    *_JOINED,
)
"""Of the places up to the 91st. Were it longer, everybody of a kept world would be called otherwise."""
_LATER_BACK = (("沼", "ヌマ"), ("畑", "バタ"), ("潟", "ガタ"), ("峠", "トウゲ"))
LATER_SURNAMES = [
    (front + back, front_kana + back_kana) for back, back_kana in _LATER_BACK for front, front_kana in _FRONT
]
"""Of the places from the 92nd on."""
WOMEN = (
    ("花子", "ハナコ"),
    ("美咲", "ミサキ"),
    ("恵", "メグミ"),
    ("結衣", "ユイ"),
    ("和子", "カズコ"),
    ("さくら", "サクラ"),
    ("陽菜", "ヒナ"),
)
MEN = (
    ("太郎", "タロウ"),
    ("健一", "ケンイチ"),
    ("誠", "マコト"),
    ("大輔", "ダイスケ"),
    ("隆", "タカシ"),
    ("湊", "ミナト"),
    ("翔太", "ショウタ"),
)


def surname_of(seed: int, place: int) -> tuple[str, str]:
    """Return the surname of a place, and its reading: in one world nobody shares it."""
    surnames = SURNAMES if place < len(SURNAMES) else LATER_SURNAMES
    return surnames[(seed + place) % len(surnames)]
