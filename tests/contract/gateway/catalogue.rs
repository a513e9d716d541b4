//! The catalogue, secrets and health: every documented success.

use quintet::gateway::{
    Catalogue, Client, DeploymentStatus, GetPrefabSpec, ListPrefabs, PrefabInfo, Secrets,
};
use quintet::{Call, ErrorKind};

use super::stage::{Stage, drive};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    prefabs(stage).await;
    specs(stage).await;
    secrets(stage).await;
    health(stage).await;
}

async fn prefabs(stage: &Stage) {
    let all = drive!(stage, Client, catalogue, &stage.client);
    let reply = stage.settle(drive!(stage, Catalogue, list_prefabs, &all));
    let reply = reply.await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let listed = reply.into_value();
    let ids: Vec<_> = listed
        .iter()
        .filter_map(|info| {
            Some((
                drive!(stage, PrefabInfo, prefab, info)?,
                info.version.as_deref()?,
            ))
        })
        .collect();
    assert_eq!(ids.len(), 7);
    assert_eq!(ids[0], ("test-kit", "1.0.0"), "the newest is the first");
    let weather = &listed[1];
    assert_eq!(
        (weather.requires_secrets, weather.secrets.len()),
        (Some(true), 1)
    );
    assert_eq!(weather.secrets[0].name, "WEATHER_API_KEY");
    assert_eq!(
        weather.secrets[0].extra["instructions"],
        "Create a key in your account of the weather service"
    );

    for (status, versions) in [
        (DeploymentStatus::Failed, vec!["2.0.0-beta"]),
        (
            DeploymentStatus::Deployed,
            ids.iter()
                .map(|(_, version)| *version)
                .filter(|version| *version != "2.0.0-beta")
                .collect(),
        ),
    ] {
        let call = drive!(
            stage,
            Call<ListPrefabs>,
            status,
            all.list_prefabs(),
            status.clone()
        );
        let listed = stage.settle(call).await.unwrap().into_value();
        assert!(
            listed
                .iter()
                .all(|info| info.deployment_status.as_ref() == Some(&status))
        );
        let found: Vec<_> = listed
            .iter()
            .filter_map(|info| info.version.as_deref())
            .collect();
        assert_eq!(found, versions);
    }
}

async fn specs(stage: &Stage) {
    let all = stage.client.catalogue();
    let call = drive!(stage, Catalogue, get_prefab_spec, &all, "translator");
    let call = drive!(stage, Call<GetPrefabSpec>, version, call, "0.9.0");
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    assert_eq!(stage.last().path(), "/v1/prefabs/translator/0.9.0/spec");
    assert_eq!(reply.value().version.as_deref(), Some("0.9.0"));
    assert_eq!(reply.value().functions[0]["name"], "translate");

    // Without a version the one that changed last.
    let reply = stage
        .settle(all.get_prefab_spec("translator"))
        .await
        .unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 2));
    assert_eq!(reply.value().version.as_deref(), Some("1.0.0"));
    let error = stage
        .settle(all.get_prefab_spec("unheard-of"))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 1));
    assert_eq!(error.operation(), Some("list_prefabs"));
    assert!(error.message().contains("unheard-of"), "{error}");
}

async fn secrets(stage: &Stage) {
    let all = drive!(stage, Client, secrets, &stage.client);
    let store = drive!(
        stage,
        Secrets,
        store,
        &all,
        "weather-api",
        "WEATHER_API_KEY",
        "canary"
    );
    let reply = stage.settle(store).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (204, 1));
    let weather = stage
        .client
        .run("weather-api", "1.0.0", "get_current_weather");
    let weather = weather.parameter("city", "London").await.unwrap();
    assert_eq!(weather.function_result()["city"], "London");

    let listed = stage
        .settle(drive!(stage, Secrets, list, &all))
        .await
        .unwrap()
        .into_value();
    let [secret] = listed.as_slice() else {
        panic!("{listed:?}");
    };
    let names = (&*secret.prefab_id, &*secret.secret_name);
    assert_eq!(names, ("weather-api", "WEATHER_API_KEY"));
    for (prefab, names) in [
        ("weather-api", vec!["WEATHER_API_KEY"]),
        ("unheard-of", vec![]),
    ] {
        let listed = stage
            .settle(drive!(stage, Secrets, list_for, &all, prefab))
            .await;
        assert_eq!(listed.unwrap().into_value(), names);
    }
    for _ in 0..2 {
        let delete = drive!(
            stage,
            Secrets,
            delete,
            &all,
            "weather-api",
            "WEATHER_API_KEY"
        );
        assert_eq!(stage.settle(delete).await.unwrap().status(), 204);
    }
    assert_eq!(all.list().await.unwrap().len(), 0);
}

async fn health(stage: &Stage) {
    let health = stage
        .settle(drive!(stage, Client, health, &stage.client))
        .await
        .unwrap();
    assert_eq!(
        (health.status().as_u16(), &*health.value().status),
        (200, "healthy")
    );
    let info = stage
        .settle(drive!(stage, Client, info, &stage.client))
        .await
        .unwrap();
    assert_eq!(info.status(), 200);
    assert_eq!(info.value().status.as_deref(), Some("running"));
    assert_eq!(info.value().version, health.value().version);
}
