//! What programs may ask for and how it looks (RFC 7643, sections 5 to 7).

use axum::{extract::Path, http::StatusCode, response::Response};
use kernel::Galat;
use serde_json::{Value, json};

use super::{
    Tamu, Tolak,
    daftar::MAKS,
    jalan::{GRUP, ORANG, PEGAWAI},
    jawab,
};

/// `GET …/ServiceProviderConfig`
pub(super) async fn layanan(t: Tamu) -> Response {
    let tidak = json!({ "supported": false });
    jawab(
        StatusCode::OK,
        &json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": { "supported": true },
            "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
            "filter": { "supported": true, "maxResults": MAKS },
            "changePassword": tidak,
            "sort": tidak,
            "etag": { "supported": true },
            "authenticationSchemes": [{
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A token of the regency's operator, in the Authorization header",
                "primary": true,
            }],
            "meta": { "resourceType": "ServiceProviderConfig", "location": t.alamat("/ServiceProviderConfig") },
        }),
    )
}

fn daftar(semua: Vec<Value>) -> Response {
    jawab(
        StatusCode::OK,
        &json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": semua.len(),
            "startIndex": 1,
            "itemsPerPage": semua.len(),
            "Resources": semua,
        }),
    )
}

fn pilih(semua: Vec<Value>, id: &str) -> Result<Response, Tolak> {
    let satu = semua.into_iter().find(|v| v["id"].as_str() == Some(id));
    Ok(jawab(StatusCode::OK, &satu.ok_or(Galat::TidakDitemukan)?))
}

fn semua_jenis(t: &Tamu) -> Vec<Value> {
    let satu = |nama: &str, jalur: &str, skema: &str, tambahan: Value| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": nama,
            "name": nama,
            "endpoint": jalur,
            "schema": skema,
            "schemaExtensions": tambahan,
            "meta": { "resourceType": "ResourceType", "location": t.alamat(&format!("/ResourceTypes/{nama}")) },
        })
    };
    vec![
        satu(
            "User",
            "/Users",
            ORANG,
            json!([{ "schema": PEGAWAI, "required": false }]),
        ),
        satu("Group", "/Groups", GRUP, json!([])),
    ]
}

/// `GET …/ResourceTypes`
pub(super) async fn jenis(t: Tamu) -> Response {
    daftar(semua_jenis(&t))
}

/// `GET …/ResourceTypes/{id}`
pub(super) async fn satu_jenis(t: Tamu, Path((_, id)): Path<(String, String)>) -> Result<Response, Tolak> {
    pilih(semua_jenis(&t), &id)
}

/// An attribute with one value.
fn atribut(nama: &str, jenis: &str, ubah: &str, kembali: &str, tunggal: &str) -> Value {
    json!({
        "name": nama, "type": jenis, "multiValued": false, "required": nama == "userName", "caseExact": nama == "externalId",
        "mutability": ubah, "returned": kembali, "uniqueness": tunggal,
    })
}

fn biasa(nama: &str, jenis: &str) -> Value {
    atribut(nama, jenis, "readWrite", "default", "none")
}

/// An attribute made of others.
fn majemuk(nama: &str, banyak: bool, ubah: &str, bagian: &[Value]) -> Value {
    let mut v = atribut(nama, "complex", ubah, "default", "none");
    v["multiValued"] = banyak.into();
    v["subAttributes"] = bagian.into();
    v
}

fn semua_skema(t: &Tamu) -> Vec<Value> {
    let satu = |id: &str, nama: &str, uraian: &str, atribut: Vec<Value>| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": id,
            "name": nama,
            "description": uraian,
            "attributes": atribut,
            "meta": { "resourceType": "Schema", "location": t.alamat(&format!("/Schemas/{id}")) },
        })
    };
    let baca = |nama: &str| atribut(nama, "string", "readOnly", "default", "none");
    let teks = |nama: &str| biasa(nama, "string");
    vec![
        satu(
            ORANG,
            "User",
            "An account of an official",
            vec![
                atribut("userName", "string", "immutable", "default", "server"),
                atribut("externalId", "string", "readWrite", "default", "none"),
                majemuk(
                    "name",
                    false,
                    "readWrite",
                    &[teks("formatted"), teks("givenName"), teks("familyName")],
                ),
                teks("displayName"),
                biasa("active", "boolean"),
                majemuk(
                    "emails",
                    true,
                    "readWrite",
                    &[teks("value"), teks("type"), biasa("primary", "boolean")],
                ),
                majemuk("roles", true, "readWrite", &[teks("value"), baca("display")]),
                majemuk(
                    "groups",
                    true,
                    "readOnly",
                    &[baca("value"), baca("display"), baca("type")],
                ),
            ],
        ),
        satu(
            PEGAWAI,
            "EnterpriseUser",
            "The number of an official (NIP), 18 digits",
            vec![atribut(
                "employeeNumber",
                "string",
                "readWrite",
                "request",
                "server",
            )],
        ),
        satu(
            GRUP,
            "Group",
            "A unit of the regency, with who holds a role in it",
            vec![
                baca("displayName"),
                majemuk(
                    "members",
                    true,
                    "readOnly",
                    &[baca("value"), baca("display"), baca("type")],
                ),
            ],
        ),
    ]
}

/// `GET …/Schemas`
pub(super) async fn semua(t: Tamu) -> Response {
    daftar(semua_skema(&t))
}

/// `GET …/Schemas/{id}`
pub(super) async fn satu(t: Tamu, Path((_, id)): Path<(String, String)>) -> Result<Response, Tolak> {
    pilih(semua_skema(&t), &id)
}
