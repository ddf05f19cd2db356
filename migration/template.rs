//! What this migration is for.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An example that works on both databases; a column that existing rows lack is null or has a default.
        let colour = ColumnDef::new("colour").text().null().to_owned();
        manager.alter_table(Table::alter().table("appointments").add_column(colour).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("appointments").drop_column("colour").to_owned()).await
    }
}
