"""Why each refusal comes, in Japanese; in English the class in ``shared/errors.py`` says it."""

from collections.abc import Mapping

CAUSES_JA: Mapping[str, str] = {
    "already-exists": "同じ識別子のものが既に登録されており、内容が異なります。",
    "band-needed": "診療年月の表では適用区分だけで限度額が決まりません。errors[].code が選択できる所得区分です。",
    "body-too-large": "本文がこの操作の上限を超えています。",
    "body-unreadable": (
        "本文がJSONではないか、読み手によって解釈が異なるJSONです。重複した項目は errors[] に記載されます。"
    ),
    "card-not-registered": "カードは有効ですが、健康保険証としての利用登録（初回登録）がされていません。",
    "card-not-usable": "健康保険証として利用できないカードです。理由は意図的に示しません。",
    "card-removed": "署名が完了する前にカードがリーダーから抜き取られました。ノンスは消費されていません。",
    "certificate-expired": "電子証明書の有効期間と、その後3か月の猶予期間が終了しています。",
    "certificate-not-yet-valid": "電子証明書の有効期間の開始日が将来です。",
    "certificate-revoked": "J-LIS がこの電子証明書を失効させています。",
    "certificate-status-unknown": "手元の失効リストが古く、失効状態を確認できません。情報は開示されません。",
    "certificate-untrusted": "信頼するルート証明書のいずれからも発行されていない電子証明書です。",
    "certificate-wrong-kind": "受け付けるプロファイルの利用者証明用電子証明書ではありません。",
    "change-not-acknowledged": (
        "環境の変更が2秒以内に一部のワーカーへ届かなかったため、変更しませんでした。"
        "該当するワーカーは detail にあります。"
    ),
    "change-not-followed": (
        "環境の変更は確定しましたが、10秒以内に反映しなかったワーカーがあります。該当するワーカーは detail にあります。"
    ),
    "check-has-no-answer": "照会が拒否で終わったか、根拠の記録がないため、再取得できる回答がありません。",
    "client-certificate-mismatch": (
        "接続でクライアント証明書が提示されなかったか、トークンとは別の医療機関のものでした。"
        "`onshi up --tls-client-certificates` で起動した場合だけ発生します。"
    ),
    "client-credentials-invalid": "トークン要求のクライアントIDが存在しないか、シークレットが違います。",
    "clock-goes-back": "環境の時計は未来にだけ進みます。過去に戻すと、後の記録が先に存在することになります。",
    "conflicting-period": "同じ保険者が同じ対象について登録した期間と重なるか、矛盾しています。",
    "consent-expired": "同意から24時間が経過したか、同意が取り消されています。",
    "consent-missing": "この照会では、この種類の情報の閲覧に患者が同意していません。",
    "consent-not-open": "同意は既に終了しています（取消し、置換え、または期限切れ）。",
    "consent-not-possible": "この照会では、この方法で同意できない情報が含まれています。理由は errors[] にあります。",
    "content-encoding-unsupported": "本文が圧縮されているか、圧縮されていると示されています。",
    "controls-alone": (
        "管理ポートが単独で起動されているか（`onshi controls`）、指定されたデータベースに管理用の領域を作成できません。"
    ),
    "database-too-slow": "データベースには接続できましたが、処理が制限時間を超えました。対象の表はログに記録されます。",
    "database-unavailable": "データベースに接続できません。復旧すると自動的に再開します。",
    "face-blocked": "顔の不一致が10回続きました。解除できるのは市区町村の窓口だけです。",
    "face-mismatch": "カメラの前の顔がカードの持ち主と一致しません。残り回数が減ります。",
    "headers-too-large": "リクエスト行とヘッダーの合計が上限を超えています。",
    "host-not-served": "この端末以外のホスト名が指定されましたが、外部公開を有効にしていません。",
    "host-unclear": "Hostヘッダーがないか、複数あります。",
    "http-unreadable": "受信した内容が HTTP/1.1（RFC 9112）ではありません。",
    "idempotency-key-reused": "同じ Idempotency-Key が別の本文で送信されました。",
    "import-running": "同じ保険者の別の取込みが実行中です。",
    "insured-ambiguous": "指定された識別情報に複数の人が該当します。",
    "insured-not-found": "指定された識別情報に該当する人がいません。",
    "journal-off": "`onshi up --journal off` で起動したため、リクエストを記録していません。",
    "media-type-unsupported": "本文のメディアタイプまたは文字コードがこの操作のものではないか、示されていません。",
    "medical-records-excluded": (
        "自衛官、日雇特例、医療扶助、または猶予期間中の電子証明書の場合、医療情報は提供されません。"
    ),
    "message-unreadable": "本文が電文（XmlMsg）の形のXML・JSONではないか、電文の種類を判別できません。",
    "method-not-allowed": "アドレスは存在しますが、このメソッドはありません。",
    "month-without-table": "診療年月に適用される公布済みの表がありません。推測はしません。",
    "my-number-not-accepted": "マイナンバーの可能性がある値が含まれていました。値は保存していません。",
    "nonce-expired": "ノンスの発行から時間が経過しています。",
    "nonce-foreign": "ノンスは別の医療機関に発行されたものです。",
    "nonce-unknown": "ノンスがここで発行されたものではないか、変更されています。",
    "nonce-used": "ノンスは以前の照会で消費されています。同じ本人確認データの再送の場合、check_id がその照会です。",
    "origin-foreign": "別のオリジンのページからフォームが送信されました。",
    "overloaded": "処理できる数を超えるリクエストが待っています。処理は行われず、ノンスも消費されていません。",
    "pin-blocked": "暗証番号を3回続けて間違えました。解除できるのは市区町村の窓口だけです。",
    "pin-wrong": "暗証番号が違います。残り回数が減ります。",
    "proof-mismatch": "カードが署名した内容（宛先、医療機関、利用目的、時刻）がリクエストと一致しません。",
    "proof-unreadable": "本人確認データが、定められた形の compact JWS ではありません。",
    "request-invalid": "本文はJSONですが、この操作が受け付ける内容ではありません。違反はすべて errors[] にあります。",
    "request-too-slow": "リクエスト全体が制限時間内に届きませんでした。",
    "resource-not-found": "このアドレスには、このクライアントが参照できるものがありません。",
    "role-not-allowed": "クライアントの役割では、この操作を実行できません。",
    "sandbox-not-ready": "サンドボックスは作成中か、作成に失敗しています。",
    "scope-missing": "トークンが、この操作に必要なスコープなしで発行されています。必要なスコープは scope にあります。",
    "signature-invalid": "署名が、電子証明書の鍵と署名対象に一致しません。",
    "stopping": "プロセスが停止中のため、このリクエストは処理されませんでした。",
    "token-expired": "トークンの有効期間（10分）が終了しました。",
    "token-invalid": "トークンがこのシミュレーターのものではないか、変更されているか、読み取れません。",
    "token-missing": "リクエストに Bearer トークンがありません。",
    "too-many-guesses": (
        "このクライアントIDに対して、短時間に誤ったシークレットが多数送信されました。正しいシークレットも待つ必要があります。"
    ),
    "too-many-misses": (
        "存在しない人を短時間に多数照会しました。医療機関の全クライアントと、1件ずつのすべての問合せ（番号による照会・登録、"
        "氏名による照会、4情報突合、カードの登録）を合算します。一括の問合せは別に数えます。"
        "数えられている最も古い照会が期間を過ぎるまで待つ必要があります。"
    ),
    "too-many-sandboxes": "サンドボックスの数が上限（ONSHI_SANDBOX_LIMIT）に達しています。",
    "verification-unavailable": "このカードまたはスマートフォンでは、この本人確認方法を利用できません。",
    "version-mismatch": "If-Match の版より後に、またはこのリクエストの処理中に、変更が登録されました。",
    "websocket-not-supported": "クライアントが WebSocket での通信を求めています。",
    "world-mismatch": "トークンまたはノンスが、アドレスとは別の環境（サンドボックス）のものです。",
    "world-not-a-sandbox": (
        "環境 `default` はサンドボックスではありません。使用中の状態を保つため、リセット、スナップショットの保存、"
        "削除はできません。"
    ),
    "world-unknown": "アドレスに含まれる環境名が存在しません。",
}
