"""What the declared facts and the types of document are called in reports, in Chinese and English.

The schemas call them the same (a test compares); they are repeated so that a report reads no file."""

from collections.abc import Mapping

from checker.model import Words
from checker.reports.words import WHETHER, pick

_FACTS: Mapping[str, Words] = {
    "personal_information": Words(
        "依据这些文件处理个人信息", "Personal information is handled under these documents"
    ),
    "natural_persons": Words("自然人可以成为用户", "Natural persons can be users"),
    "minors_excluded": Words(
        "有效排除未成年人使用服务", "Minors are effectively kept from using the service"
    ),
    "accounts": Words("个人可以持有账号", "Individuals can hold an account"),
    "standard_terms": Words(
        "文件为预先拟定、重复使用、未与对方协商的格式条款",
        "A document is a standard-form agreement, drafted for repeated use and not negotiated",
    ),
    "paid": Words("服务全部或部分收费", "The service, or part of it, is paid for"),
    "automatic_renewal": Words("自动续费或自动延长", "Subscriptions are renewed or extended automatically"),
    "marketing": Words(
        "向个人发送商业信息或拨打商业电话", "Commercial messages or calls are made to individuals"
    ),
    "provides_to_others": Words(
        "向其他个人信息处理者（含关联方、合作方）提供个人信息",
        "Personal information is provided to other handlers, affiliates and partners among them",
    ),
    "entrusts_processing": Words("委托他人处理个人信息", "Processing is entrusted to others"),
    "cross_border": Words("向境外提供个人信息", "Personal information is provided abroad"),
    "sensitive_information": Words("处理敏感个人信息", "Sensitive personal information is handled"),
    "face_recognition": Words(
        "使用人脸识别或人脸图像核验身份", "Face recognition or facial images verify identity"
    ),
    "automated_decisions": Words(
        "以自动化方式对个人作出决定", "Decisions about individuals are made by automated means"
    ),
    "personalised_content": Words("提供个性化内容或信息推送", "Content or messages are personalised"),
    "generates_content": Words("服务利用人工智能生成内容", "The service generates content with AI"),
    "trains_on_user_content": Words("使用用户内容改进或训练模型", "User content improves or trains models"),
    "edits_faces_or_voices": Words("可生成或编辑人脸、人声", "Faces or voices can be generated or edited"),
}
_SUBJECTS = ("自然人", "个人", "文件", "服务")  # what the Chinese sentences above may begin with
_DOCUMENT_TYPES: Mapping[str, Words] = {
    "user_agreement": Words("用户协议", "user agreement"),
    "privacy_policy": Words("隐私政策", "privacy policy"),
    "sdk_privacy_policy": Words("SDK隐私政策", "SDK privacy policy"),
    "minors_policy": Words("未成年人规则", "minors' policy"),
    "account_agreement": Words("账号协议", "account agreement"),
    "account_privacy_policy": Words("账号隐私政策", "account privacy policy"),
    "account_cancellation": Words("账号注销协议", "account cancellation terms"),
    "cookie_policy": Words("Cookie政策", "cookie policy"),
    "data_processing_agreement": Words("数据处理协议", "data processing agreement"),
    "verification_notice": Words("实名认证说明", "verification notice"),
    "service_level_agreement": Words("服务等级协议", "service level agreement"),
    "service_rules": Words("服务规则", "service rules"),
    "marketplace_agreement": Words("云市场协议", "marketplace agreement"),
    "promotion_agreement": Words("推广协议", "promotion agreement"),
    "security_undertaking": Words("安全责任书", "security undertaking"),
    "copyright_policy": Words("版权投诉指引", "copyright policy"),
    "other": Words("其他文件", "other document"),
}


def fact(name: str, lang: str) -> str:
    """What a declared fact says when it is so; its name where it is not known here."""
    return pick(_FACTS.get(name, Words(name, name)), lang)


def whether(name: str, lang: str) -> str:
    """The same as a question inside a sentence: `whether personal information is provided abroad`."""
    said, asked = fact(name, lang), pick(WHETHER, lang)
    if lang != "zh":
        return asked + said[:1].lower() + said[1:]
    subject = next((subject for subject in _SUBJECTS if said.startswith(subject)), "")
    return subject + asked + said.removeprefix(subject)


def document_type(name: str, lang: str) -> str:
    """A type of document, to stand inside a sentence; its name where it is not known here."""
    return pick(_DOCUMENT_TYPES.get(name, Words(name, name)), lang)
