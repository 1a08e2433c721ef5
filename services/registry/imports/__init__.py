"""Files of many people taken in: initial registration (オン資格用データ初期登録) and what is added later."""
