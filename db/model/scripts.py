"""What makes no other word of one: points and marks that cannot be seen, several forms of one letter. Pure."""

import re
import unicodedata

# Hebrew and Arabic vowel points and marks; the stroke that only lengthens a word
_POINTS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
)
# nothing of these is seen: soft hyphens, spaces of no width, joiners, directions, fillers, choices of a form, tags
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
# those no script needs: names that hold one look like others that nobody can type
STRAY = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
UNSPOKEN = f"{_POINTS}{INVISIBLE}"  # for a class of a regular expression
_UNSPOKEN = re.compile(f"[{UNSPOKEN}]")
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_CONSONANTAL = (
    "\u05d0-\u05ea\u05ef-\u05f2\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufefc"
)
_CONSONANTS = re.compile(f"[{_CONSONANTAL}]")
_OWN = re.compile(f"[{HAN}\uac00-\ud7a3]+|[{_CONSONANTAL}]+")
# letters that only Vietnamese has: two marks on a vowel, hooks, horns, dots below
_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]", re.IGNORECASE)
_MARKS = re.compile("[\u0300-\u036f]")

# One letter each, as Arabic, Persian and Urdu keyboards have it
_LETTERS = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ئ": "ي",
    "ؤ": "و",
    "ة": "ه",
    "ۀ": "ه",
    "ک": "ك",
}
# Han characters of names that are written in several ways: traditional, simplified, Japanese; the first stands for all
_VARIANTS = """
张張 习習 陈陳 刘劉 马馬 赵趙 杨楊 黄黃 吴吳呉 郑鄭 孙孫 萧蕭 许許 邓鄧 冯馮 叶葉 苏蘇 吕呂 卢盧 蒋蔣 贾賈
阎閻闫 钟鍾鐘 谭譚 陆陸 龙龍竜 万萬 钱錢 汤湯 罗羅 齐齊斉 龚龔 伟偉 国國 华華 东東 泽澤沢 锦錦 涛濤 宝寶 强強
军軍 红紅 兰蘭 鹏鵬 杰傑 丽麗 胜勝 庆慶 辉輝 斋齋斎 高髙 崎﨑 滨濱浜 广廣広 边邊邉辺 樱櫻桜 惠恵 荣榮栄 实實実
德徳 黑黒 关關関 经經経 浅淺 涩澁渋 岛島嶋 韩韓 顾顧 严嚴厳 邹鄒 范範 丰豐豊 贺賀 赖賴頼 龟龜亀 铁鐵鉄 长長 门門
乌烏 贝貝 车車 凤鳳 圣聖 玛瑪 娄婁 乔喬 阳陽 阴陰 党黨 兴興 义義 艺藝 云雲 亚亞亜 尔爾 来來 俭儉 亿億 优優
传傳伝 伦倫 侠俠 坚堅 声聲 学學 宁寧 寿壽 将將 岩巖 峰峯 师師 帅帥 应應応 怀懷 恋戀 战戰戦 拥擁 择擇 挥揮 敌敵
时時 显顯顕 晓曉 晋晉 桥橋 梦夢 权權権 树樹 欢歡 气氣 渊淵 温溫 满滿 灵靈霊 炜煒 烨燁 爱愛 猎獵 玮瑋 现現 珑瓏
琼瓊 环環 画畫 疗療 盖蓋 真眞 矶磯 礼禮 祯禎 离離 积積 稣穌 穗穂 笔筆 笼籠 纪紀 纯純 练練 绍紹 绪緒 维維 绿綠緑
缘緣縁 罢罷 翘翹 联聯 肃肅 脑腦 节節 苍蒼 药藥薬 莱萊 莲蓮 获獲 莹瑩 蓝藍 虑慮 虽雖 装裝 见見 规規 观觀観 计計
记記 论論 证證 诗詩 诚誠 语語 诺諾 谢謝 谦謙 贞貞 贤賢 贵貴 费費 资資 赞贊 达達 迁遷 运運 进進 远遠 选選 逊遜
遥遙 鉴鑒鑑 银銀 锋鋒 锐銳 镇鎮 镜鏡 闻聞 队隊 际際 难難 静靜 顺順 须須 颖穎 风風 飞飛 饶饒 驰馳 骏駿 鱼魚 鲁魯
鸟鳥 鸣鳴 鸿鴻 鹤鶴 麦麥 龄齡 泷瀧滝 户戶戸 斗鬥 会會 团團 图圖 处處 务務 员員 总總 统統 县縣県 区區 议議 谈談
协協 约約 条條 签簽 发發発 争爭 释釋釈 换換 质質 机機 场場 电電 话話 报報 台臺 湾灣 铃鈴 盐鹽塩 桧檜 舘館 槇槙
凛凜 瑶瑤
"""
_ONE_FORM = str.maketrans({form: group[0] for group in _VARIANTS.split() for form in group[1:]} | _LETTERS)


def without_points(text: str) -> str:
    """Take out what is not heard or not seen, and write letters that have several forms in one."""
    return text if text.isascii() else _UNSPOKEN.sub("", text).translate(_ONE_FORM)


def own_letters(text: str) -> tuple[str, ...]:
    """List the words of a text in scripts whose romanisation says less than they do, each letter in one form."""
    return () if text.isascii() else tuple(_OWN.findall(without_points(unicodedata.normalize("NFKC", text))))


def is_other_tone(typed: str, known: str) -> bool:
    """Tell whether two Vietnamese texts have a word with other marks: Hùng and Hưng are two names."""
    if typed.isascii() or known.isascii() or not (_VIETNAMESE.search(typed) and _VIETNAMESE.search(known)):
        return False
    marked = _marked(known)
    return any(marked.get(plain, word) != word for plain, word in _marked(typed).items())


def _marked(text: str) -> dict[str, str]:
    words = unicodedata.normalize("NFC", text).lower().split()
    plain = [_MARKS.sub("", unicodedata.normalize("NFD", word)).replace("đ", "d") for word in words]
    return {bare: word for bare, word in zip(plain, words, strict=True) if not word.isascii()}


def is_consonants(text: str) -> bool:
    """Tell whether a text has letters of a script that writes consonants only: Arabic, Hebrew."""
    return not text.isascii() and _CONSONANTS.search(text) is not None
