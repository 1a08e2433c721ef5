"""Kinds of data and of care, as patients read them."""

from shared.web.pages.words import Words

KIND_WORDS: Words = {
    "kind_coverage": ("資格情報", "Insurance"),
    "kind_limit_certificate": ("限度額適用認定証", "Limit certificate"),
    "kind_specific_disease": ("特定疾病療養受療証", "Specific disease certificate"),
    "kind_medication": ("薬剤情報", "Medication"),
    "kind_checkups": ("特定健診情報", "Health check-ups"),
    "kind_diagnosis": ("診療情報", "Diagnosis and treatment"),
    "kind_operation": ("手術情報", "Operations"),
    "kind_diagnosis_name": ("傷病名", "Diagnosis names"),
    "kind_infection": ("感染症情報", "Infections"),
    "kind_allergy": ("アレルギー情報", "Allergies"),
    "kind_contraindication": ("薬剤禁忌情報", "Contraindications"),
    "kind_test_results": ("検査情報", "Test results"),
    "kind_prescription": ("処方情報", "Prescriptions"),
    "expense_outpatient": ("外来", "Outpatient"),
    "expense_dental": ("歯科", "Dental"),
    "expense_dispensing": ("調剤", "Dispensing"),
}
